using System.Text.Json.Nodes;

namespace AmiGovernance.Tests.Features.Handover;

/// <summary>The files of each carrier, by what the carrier's documentation says of them.</summary>
public sealed class ExportTests : IDisposable
{
    private const string Unit = "ou-ab12-aaaaaaaa";

    private readonly Amigov amigov = new();

    public void Dispose() => amigov.Dispose();

    private static string Organization(string unit, string account) =>
        $$"""
            { "format_version": "1.0", "id": "o-abc1234567", "management_account": "999999999999", "root": "r-ab12",
              "organizational_units": [ { "id": "{{Unit}}", "name": "{{unit}}", "parent": "r-ab12" } ],
              "accounts": [
                { "id": "999999999999", "name": "management", "parent": "r-ab12" },
                { "id": "111122223333", "name": "{{account}}", "email": "pay@example.com", "parent": "{{Unit}}" } ],
              "policies": [], "attachments": [] }
            """;

    /// <param name="targets">As the configuration has them.</param>
    /// <param name="policy">Further members of `policy_config`.</param>
    private void Begin(
        string targets,
        string policy = "",
        string unit = "Workloads",
        string account = "pay",
        string mode = "enabled"
    )
    {
        amigov.With(
            Samples.ConfigPath,
            Samples
                .Clean.Replace(
                    "\"policy_config\": {",
                    $"\"targets\": [{targets}], \"policy_config\": {{ {policy}",
                    StringComparison.Ordinal
                )
                .Replace(
                    "\"managed_services\": []",
                    "\"managed_services\": [], \"restore_roles\": []",
                    StringComparison.Ordinal
                )
        );
        amigov.With("organization.json", Organization(unit, account));
        Succeed("generate", "--mode", mode);
    }

    private string Succeed(params string[] arguments)
    {
        var (exit, output, error) = amigov.Run(arguments);
        Assert.True(exit == 0, output + error);
        return output;
    }

    private string Refused(string code, params string[] arguments)
    {
        var (exit, _, error) = amigov.Run(arguments);
        Assert.Equal(1, exit);
        Assert.Contains(code, error, StringComparison.Ordinal);
        return error;
    }

    /// <summary>The root is `Root` for both.</summary>
    [Theory]
    [InlineData("lza")]
    [InlineData("cfct")]
    public void A_unit_that_is_called_like_the_root_is_refused(string carrier)
    {
        Begin($"\"{Unit}\"", unit: "Root");
        Assert.Contains(
            Unit,
            Refused("AMI0551", "export", carrier, "--org", "organization.json"),
            StringComparison.Ordinal
        );
        Succeed("export", "terraform", "--org", "organization.json");
    }

    [Fact]
    public void An_account_name_that_LZA_cannot_have_is_refused()
    {
        Begin("\"111122223333\"", account: "Payments Prod");
        Assert.Contains(
            "has a space",
            Refused("AMI0551", "export", "lza", "--org", "organization.json"),
            StringComparison.Ordinal
        );
        Begin("\"111122223333\"");
        var output = Succeed("export", "lza", "--org", "organization.json");
        Assert.Contains(
            "account 111122223333, pay@example.com: the entries have its name in AWS",
            output,
            StringComparison.Ordinal
        );
    }

    public static TheoryData<string, string> Switches
    {
        get
        {
            string[] carriers = ["terraform", "cloudformation", "stackset", "lza", "cfct"];
            return [.. carriers.SelectMany(one => carriers.Where(o => o != one).Select(other => (one, other)))];
        }
    }

    [Theory]
    [MemberData(nameof(Switches))]
    public void Another_carrier_in_the_same_folder_leaves_nothing_of_the_first(string first, string second)
    {
        Begin("\"root\"");
        string[] options = ["--org", "organization.json", "--out", "export/all"];
        Succeed(["export", first, .. options]);
        Assert.Equal(3, amigov.Run(["export", second, .. options, "--check"]).ExitCode);
        var output = Succeed(["export", second, .. options]);
        Assert.Contains(
            "had its files in export/all: it must let go of the policies",
            output,
            StringComparison.Ordinal
        );
        var files = JsonNode.Parse(amigov.Text("export/all/amigov-export.json"))!["files"]!.AsArray();
        Assert.Equal(files.Select(f => $"export/all/{f}"), amigov.Files.List("export/all"));
        Succeed(["export", second, .. options, "--check"]);
    }

    [Theory]
    [InlineData("export", "cloudformation")]
    [InlineData("export", "terraform", "--out", "elsewhere")]
    public void Stages_of_another_folder_do_not_end_without_a_word(params string[] export)
    {
        Begin("\"root\"", mode: "audit_mode");
        Succeed("export", "terraform", "--org", "organization.json", "--target", Unit);
        var error = Refused("AMI0552", export);
        Assert.Contains($"export/terraform/amigov-export.json names {Unit}", error, StringComparison.Ordinal);
        // The organization tells; nothing is carried out there yet.
        Succeed([.. export, "--org", "organization.json"]);
    }

    [Fact]
    public void A_damaged_record_of_another_folder_stops_the_first_export()
    {
        Begin("\"root\"", mode: "audit_mode");
        amigov.With("export/lza/amigov-export.json", "{}");
        Refused("no record of an export", "export", "terraform");
    }

    /// <summary>
    /// CloudFormation user guide, "Import AWS resources into a CloudFormation stack": each resource to import has a `DeletionPolicy`.
    /// </summary>
    [Fact]
    public void Policies_outlive_their_stack_and_those_of_stages_their_stage_does_not()
    {
        Begin("\"root\"", mode: "audit_mode");
        Succeed("export", "cloudformation", "--org", "organization.json", "--target", Unit);
        var resources = Template("export/cloudformation/ami-governance.template.json").Select(r => r.Value!);
        Assert.Equal(
            [
                ("ami-governance-declarative-policy", "Retain"),
                ("ami-governance-declarative-policy-enforced", "Delete"),
                ("scp-ami-guardrail", "Retain"),
                ("scp-ami-guardrail-launch", "Delete"),
            ],
            resources
                .Select(r => ((string)r["Properties"]!["Name"]!, (string)r["DeletionPolicy"]!))
                .OrderBy(r => r.Item1, StringComparer.Ordinal)
        );
    }

    private JsonObject Template(string path) => JsonNode.Parse(amigov.Text(path))!["Resources"]!.AsObject();

    /// <summary>What has numbers is a text, in which they stay numbers; all else is an object, of which drift is detected.</summary>
    [Theory]
    [InlineData("cloudformation", "export/cloudformation/ami-governance.template.json")]
    [InlineData("stackset", "export/stackset/ami-governance.template.json")]
    [InlineData("cfct", "export/cfct/templates/ami-governance-declarative-policy.template.json")]
    public void A_document_with_numbers_is_a_text(string carrier, string path)
    {
        Begin("\"root\"");
        Export(carrier);
        Assert.All(Template(path), r => Assert.IsType<JsonObject>(r.Value!["Properties"]!["Content"]));
        amigov.With(
            Samples.ConfigPath,
            amigov
                .Text(Samples.ConfigPath)
                .Replace(
                    "\"vendor_name\"",
                    "\"image_criteria\": { \"maximum_days_since_created\": 30 }, \"vendor_name\"",
                    StringComparison.Ordinal
                )
        );
        Succeed("generate", "--mode", "enabled");
        Export(carrier);
        var declarative = Template(path)
            .Select(r => r.Value!["Properties"]!)
            .Single(p => (string)p["Type"]! != "SERVICE_CONTROL_POLICY");
        Assert.Contains("\"@@assign\":30}", (string)declarative["Content"]!, StringComparison.Ordinal);
    }

    private void Export(string carrier) => Succeed("export", carrier, "--org", "organization.json");

    [Fact]
    public void What_CfCT_leaves_attached_is_listed_once()
    {
        Begin($"\"root\", \"{Unit}\"", "\"scp_name\": \"guard\",");
        Assert.DoesNotContain(
            "By hand:",
            Succeed("export", "cfct", "--org", "organization.json"),
            StringComparison.Ordinal
        );
        Begin("\"root\"", "\"scp_name\": \"guard\",");
        Assert.Contains(
            $"guard stays attached to {Unit}: detach it",
            Succeed("export", "cfct", "--org", "organization.json"),
            StringComparison.Ordinal
        );
        Begin("\"root\"", "\"scp_name\": \"other\", \"declarative_policy_name\": \"images\",");
        var left = JsonNode.Parse(Succeed("export", "cfct", "--org", "organization.json", "--output", "json"))![
            "by_hand"
        ]!;
        Assert.Equal(
            [
                "guard stays attached to r-ab12: detach it",
                "ami-governance-declarative-policy stays attached to r-ab12: delete its stack instance and stack set,"
                    + " then the policy where it is still there",
            ],
            left.AsArray().Select(l => (string)l!)
        );
        Assert.DoesNotContain("by_hand", amigov.Text("export/cfct/amigov-export.json"), StringComparison.Ordinal);
        Succeed("export", "cfct", "--org", "organization.json", "--check");
    }

    [Theory]
    [InlineData("cloudformation")]
    [InlineData("stackset")]
    public void So_is_what_CloudFormation_keeps(string carrier)
    {
        Begin("\"root\"", "\"scp_name\": \"guard\",", mode: "audit_mode");
        Succeed("export", carrier, "--org", "organization.json", "--target", Unit);
        Begin("\"root\"", "\"scp_name\": \"other\",");
        var output = Succeed("export", carrier, "--org", "organization.json");
        Assert.Contains(
            "By hand:\n  - guard is no more in the template and stays on r-ab12",
            output,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("-enforced is no more", output, StringComparison.Ordinal);
    }

    /// <summary>CloudFormation API reference, CreateStackSet: letters, digits and hyphens, up to 128.</summary>
    [Fact]
    public void CfCT_can_name_a_stack_set_by_the_manifest()
    {
        var longest = $"AMI_governance.{new string('x', 104)}";
        Begin("\"root\"", $"\"declarative_policy_name\": \"{longest}\",", mode: "audit_mode");
        Succeed("export", "cfct", "--org", "organization.json", "--target", Unit);
        var manifest = amigov.Text("export/cfct/manifest.ami-governance.yaml").Split('\n');
        var names = manifest
            .Where(l => l.Contains("- name: ", StringComparison.Ordinal))
            .Select(l => l.Split('"')[1])
            .ToList();
        Assert.Equal(4, names.Distinct().Count());
        Assert.All(names, n => Assert.Matches("^[A-Za-z0-9-]{1,109}\\z", n));
    }

    /// <summary>YAML 1.2.2, 5.1: readers take characters beyond U+FFFF as they are, and PyYAML makes two of JSON's escape.</summary>
    [Fact]
    public void Names_in_YAML_have_no_halves_of_characters()
    {
        Begin($"\"{Unit}\"", unit: "Pa\u00fd \U0001F600 \\\"x\\\"");
        Succeed("export", "cfct", "--org", "organization.json");
        Assert.Contains(
            "- \"Pa\\u00FD \U0001F600 \\u0022x\\u0022\"",
            amigov.Text("export/cfct/manifest.ami-governance.yaml"),
            StringComparison.Ordinal
        );
    }
}
