using AmiGovernance.Sandbox.Generation;

namespace AmiGovernance.AcceptanceTests.Features.Handover;

/// <summary>What another system makes of the exported files is what amigov itself would have made.</summary>
public sealed class CarriedOutTests
{
    private const string Pilot = "ou-a1b2-pilot0001";

    private static readonly (string Carrier, string Title)[] AllCarriers =
    [
        ("terraform", "Terraform"),
        ("cloudformation", "CloudFormation"),
        ("stackset", "CloudFormation StackSets"),
        ("lza", "Landing Zone Accelerator"),
        ("cfct", "Customizations for AWS Control Tower"),
    ];

    /// <summary>On every day one of three, others for each test.</summary>
    public static TheoryData<string, string> Carriers(int offset) =>
        [.. AllCarriers.Where((_, i) => TestScale.Takes((i + offset) % AllCarriers.Length, oneIn: 3))];

    [Theory]
    [MemberData(nameof(Carriers), 0)]
    public async Task Carried_out_it_verifies_and_status_names_the_carrier(string carrier, string title)
    {
        using var bench = await CarrierBench.Start(carrier, "enabled");
        bench.Run("generate");
        bench.Export();
        await bench.CarryOut();

        var stranger = bench.World.Ec2.Images.First(i => i.OwnerId.Value == WorldGenerator.Stranger).Id.Value;
        var verified = bench.Run("verify", "--unapproved-image", stranger);
        Assert.Contains("denied by scp-ami-guardrail", verified, StringComparison.Ordinal);
        Assert.DoesNotContain("✗", verified, StringComparison.Ordinal);
        var status = bench.Run("status");
        Assert.Contains($"{title} deploys the policies", status, StringComparison.Ordinal);
        Assert.DoesNotContain("✗", status, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Carriers), 1)]
    public async Task A_stage_is_enforced_and_stays(string carrier, string title)
    {
        using var bench = await CarrierBench.Start(carrier);
        bench.Run("generate", "--mode", "audit_mode");
        bench.Export("--target", Pilot);
        await bench.CarryOut();

        var status = bench.Run("status");
        Assert.Contains($"{title} deploys the policies", status, StringComparison.Ordinal);
        Assert.Contains($"{Pilot} (Pilot): enabled", status, StringComparison.Ordinal);
        Assert.DoesNotContain("✗", status, StringComparison.Ordinal);

        // The next export reads the stage from the organization, and takes over what is there.
        var before = bench.Read();
        bench.Export();
        Assert.Equal(before.Select(p => (p.Name, p.Content)), bench.Read().Select(p => (p.Name, p.Content)));
        await bench.CarryOut();
        Assert.DoesNotContain("✗", bench.Run("status"), StringComparison.Ordinal);
    }

    /// <summary>Who and when are CloudTrail's; what the record has is what is deployed, and its dates open the gate.</summary>
    [Theory]
    [MemberData(nameof(Carriers), 2)]
    public async Task The_record_takes_what_the_carrier_deployed(string carrier, string title)
    {
        using var bench = await CarrierBench.Start(carrier);
        bench.Run("generate");
        bench.Export();
        await bench.CarryOut();
        bench.Later(TimeSpan.FromMinutes(16));

        var recorded = bench.Run("history", "--record");
        Assert.Contains("CreatePolicy scp-ami-guardrail", recorded, StringComparison.Ordinal);
        Assert.Contains("2026-12-01 09:00:00 UTC by arn:aws:", recorded, StringComparison.Ordinal);
        Assert.Contains("✓ recorded in deployments/0001-carried-20261201T090000Z-", recorded, StringComparison.Ordinal);
        Assert.Contains(
            "the record holds what is deployed",
            bench.Run("history", "--record"),
            StringComparison.Ordinal
        );
        var status = bench.Run("status");
        Assert.Contains("Last deployment: carried-20261201T090000Z by arn:aws:", status, StringComparison.Ordinal);
        Assert.Contains($"{title} deploys the policies", status, StringComparison.Ordinal);
        Assert.Contains("found on AWS", bench.Run("history", "--output", "json"), StringComparison.Ordinal);

        bench.Later(TimeSpan.FromDays(15));
        string[] others = ["--override", "violations", "--reason", "CHG-9", "--notified", "mail", "--ticket", "CHG-2"];
        bench.Run(["promote", "--target", Pilot, "--yes", .. others]);
        var gates = bench.Amigov.Text($"export/{carrier}/promotion.md");
        Assert.Contains("in audit mode since 2026-12-01 09:00 UTC by the record", gates, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_CloudTrail_does_not_name_yet_waits()
    {
        using var bench = await CarrierBench.Start("terraform");
        bench.Run("generate");
        bench.Export();
        await bench.CarryOut();
        bench.Later(TimeSpan.FromDays(91));
        var (exit, output, _) = bench.Amigov.Run("history", "--record");
        Assert.Equal(4, exit);
        Assert.Contains(
            "? not recorded: CloudTrail does not name who made 4 changes",
            output,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("carried", bench.Run("history"), StringComparison.Ordinal);

        var recorded = bench.Run("history", "--record", "--without-caller");
        Assert.Contains("✓ recorded in deployments/0001-carried-2027", recorded, StringComparison.Ordinal);
        Assert.Contains("unknown", bench.Run("history"), StringComparison.Ordinal);
        Assert.Equal(0, bench.Amigov.Run("history", "--verify").ExitCode);
    }

    [Fact]
    public async Task A_promotion_opens_the_change_and_the_carrier_makes_it()
    {
        using var bench = await CarrierBench.Start("terraform");
        bench.Run("generate");
        bench.Export();
        await bench.CarryOut();
        string[] gates = ["--override", "audit-time", "--override", "violations", "--reason", "CHG-9"];
        string[] promote = ["promote", "--target", Pilot, "--notified", "mail", "--ticket", "CHG-2", .. gates];
        var promoted = bench.Run([.. promote, "--yes"]);
        Assert.Contains("export/terraform/promotion.md has the gates", promoted, StringComparison.Ordinal);
        Assert.Contains("audit-time", bench.Amigov.Text("export/terraform/promotion.md"), StringComparison.Ordinal);

        // It stays opened until Terraform has run, whoever exports meanwhile.
        Assert.Contains($"{Pilot}", bench.Amigov.Text("export/terraform/amigov-export.json"), StringComparison.Ordinal);
        var waiting = bench.Amigov.Run("status");
        Assert.Equal(3, waiting.ExitCode);
        Assert.Contains("for Terraform to carry out", waiting.Out, StringComparison.Ordinal);
        Assert.DoesNotContain($"{Pilot} (Pilot): enabled", waiting.Out, StringComparison.Ordinal);
        Assert.Contains("AttachPolicy scp-ami-guardrail-launch", bench.Run("plan"), StringComparison.Ordinal);
        bench.Export();
        await bench.CarryOut();
        var status = bench.Run("status");
        Assert.Contains($"{Pilot} (Pilot): enabled", status, StringComparison.Ordinal);
        Assert.DoesNotContain("✗", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terraform_takes_over_the_policies_and_attachments_that_are_there()
    {
        using var bench = await CarrierBench.Start("terraform");
        bench.Run("generate", "--mode", "audit_mode");
        bench.Export();
        await bench.CarryOut();
        bench.Export();
        Assert.All(bench.Read(), policy => Assert.Equal(bench.Find(policy), policy.Existing));
        var imports = bench.Amigov.Text("export/terraform/imports.tf");
        var root = bench.World.Organization.RootId;
        foreach (var policy in bench.Read())
            Assert.Contains($"\"{root}:{policy.Existing}\"", imports, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_an_emergency_the_next_export_brings_no_stage_back()
    {
        using var bench = await CarrierBench.Start("terraform");
        bench.Run("generate");
        bench.Export("--target", Pilot);
        await bench.CarryOut();
        bench.Run("rollback", "--to", "audit_mode", "--yes");
        bench.Export();
        Assert.DoesNotContain(
            "-enforced",
            bench.Amigov.Text("export/terraform/ami-governance.tf"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            Pilot,
            bench.Amigov.Text("export/terraform/amigov-export.json"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Where_nothing_is_to_do_the_record_is_only_changed_when_that_is_confirmed()
    {
        using var bench = await CarrierBench.Start("terraform");
        bench.Run("generate");
        bench.Export("--target", Pilot);
        const string Record = "export/terraform/amigov-export.json";
        var (exit, output, error) = bench.Amigov.Run("rollback", "--to", "audit_mode");
        Assert.True(exit == 0, error);
        Assert.Contains("nothing to do", output, StringComparison.Ordinal);
        Assert.Contains($"{Record} names {Pilot} as enforced", output, StringComparison.Ordinal);
        Assert.Contains(Pilot, bench.Amigov.Text(Record), StringComparison.Ordinal);

        bench.Run("rollback", "--to", "audit_mode", "--yes");
        bench.Export();
        Assert.DoesNotContain(Pilot, bench.Amigov.Text(Record), StringComparison.Ordinal);
    }

    /// <summary>What an export enforced must not end because nobody can read it.</summary>
    [Theory]
    [InlineData("{", "AMI0004")]
    [InlineData("<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> x\n", "AMI0647")]
    [InlineData("{ \"stages\": [\"ou-a1b2-pilot0001\"] }", "no record of an export")]
    [InlineData(null, "their record amigov-export.json is not")]
    public async Task A_record_that_is_damaged_or_gone_ends_no_stage(string? damaged, string said)
    {
        using var bench = await CarrierBench.Start("terraform");
        bench.Run("generate");
        bench.Export("--target", Pilot);
        const string Record = "export/terraform/amigov-export.json";
        var before = bench.Amigov.Text("export/terraform/ami-governance.tf");
        if (damaged is null)
            bench.Amigov.Files.Delete(Record);
        else
            bench.Amigov.With(Record, damaged);

        var (exit, _, error) = bench.Amigov.Run("export", "terraform");
        Assert.Equal(1, exit);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.Equal(before, bench.Amigov.Text("export/terraform/ami-governance.tf"));
    }

    [Fact]
    public async Task An_emergency_that_cannot_end_a_stage_in_the_record_says_so_until_it_can()
    {
        using var bench = await CarrierBench.Start("terraform");
        bench.Run("generate");
        bench.Export("--target", Pilot);
        await bench.CarryOut();
        const string Record = "export/terraform/amigov-export.json";
        string[] rollback = ["rollback", "--to", "audit_mode", "--yes"];
        bench.Amigov.Files.Unwritable = Record;

        foreach (var said in new[] { "may take this back", "nothing to do" })
        {
            var (exit, output, error) = bench.Amigov.Run(rollback);
            Assert.Equal(1, exit);
            Assert.Contains(said, output, StringComparison.Ordinal);
            Assert.Contains($"{Record} still names what was enforced", error, StringComparison.Ordinal);
        }

        bench.Amigov.Files.Unwritable = null;
        bench.Run(rollback);
        bench.Export();
        Assert.DoesNotContain(Pilot, bench.Amigov.Text(Record), StringComparison.Ordinal);
    }

    /// <summary>Whoever may change the repository may change the record: nothing is removed that an export does not write.</summary>
    [Fact]
    public async Task A_record_that_was_changed_removes_no_file_of_others()
    {
        using var bench = await CarrierBench.Start("terraform");
        bench.Run("generate");
        bench.Export();
        string[] others = ["README.md", "sub/main.tf", "policies/../../../dist/scp-ami-guardrail.json"];
        foreach (var other in others)
            bench.Amigov.With($"export/terraform/{other}", "theirs");
        bench.Amigov.With("export/terraform/policies/old.json", "{}");
        var record = bench.Amigov.Text("export/terraform/amigov-export.json");
        var names = string.Concat(others.Append("policies/old.json").Select(o => $"\"{o}\","));
        bench.Amigov.With(
            "export/terraform/amigov-export.json",
            record.Replace("\"files\": [", $"\"files\": [{names}", StringComparison.Ordinal)
        );
        bench.Export();
        Assert.All(others, other => Assert.Equal("theirs", bench.Amigov.Text($"export/terraform/{other}")));
        Assert.False(bench.Amigov.Files.Exists("export/terraform/policies/old.json"));
        bench.Amigov.With(
            "export/terraform/amigov-export.json",
            record.Replace("\"stages\": []", "\"stages\": [null]", StringComparison.Ordinal)
        );
        Assert.Equal(1, bench.Amigov.Run("export", "terraform").ExitCode);
    }

    [Fact]
    public async Task In_an_emergency_amigov_acts_beside_the_carrier()
    {
        using var bench = await CarrierBench.Start("lza");
        bench.Run("generate", "--mode", "enabled");
        bench.Export();
        await bench.CarryOut();
        var rolledBack = bench.Run("rollback", "--to", "audit_mode", "--yes");
        Assert.Contains("Landing Zone Accelerator may take this back", rolledBack, StringComparison.Ordinal);
        Assert.Contains("audit_mode", bench.Amigov.Run("status").Out, StringComparison.Ordinal);
        var (exit, _, error) = bench.Amigov.Run("rollback", "--delete", "--yes");
        Assert.Equal(3, exit);
        Assert.Contains("AMI0553", error, StringComparison.Ordinal);
    }

    /// <summary>The AWS CLI checks input by the service model before it calls (`--generate-cli-skeleton output`).</summary>
    [Theory]
    [InlineData("create-stack-set", "create-stack-set.json")]
    [InlineData("update-stack-set", "create-stack-set.json")]
    [InlineData("create-stack-instances", "create-stack-instances.json")]
    public async Task The_AWS_CLI_takes_the_input_of_a_stack_set(string call, string file)
    {
        using var bench = await CarrierBench.Start("stackset");
        bench.Run("generate", "--mode", "audit_mode");
        bench.Export();
        var (exit, output, error) = await bench.Bash(
            $"aws cloudformation {call} --cli-input-json file://input.json --generate-cli-skeleton output",
            ("input.json", bench.Amigov.Files.Files[$"export/stackset/{file}"])
        );
        Assert.True(exit == 0, output + error);
    }
}
