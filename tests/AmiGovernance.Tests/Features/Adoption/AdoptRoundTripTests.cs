using System.Globalization;
using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Adoption;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using CsCheck;
using JsonArray = System.Text.Json.Nodes.JsonArray;
using JsonNode = System.Text.Json.Nodes.JsonNode;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace AmiGovernance.Tests.Features.Adoption;

/// <summary>What our own generator made is read back as a configuration from which the same meaning is generated.</summary>
public sealed class AdoptRoundTripTests
{
    private static readonly string[] Roles =
    [
        "arn:aws:iam::*:role/BreakGlass",
        "arn:aws:iam::*:role/service-role/AWSBackupDefaultServiceRole",
        "arn:aws:iam::*:role/Packer",
        "arn:*:iam::*:role/admin/*",
    ];

    private static readonly Gen<string> Account = Gen.Long[100_000_000_000, 100_000_000_020]
        .Select(n => n.ToString(CultureInfo.InvariantCulture));

    private static readonly Gen<JsonObject?> Criteria = Gen.Int[0, 6]
        .Select(n =>
            n switch
            {
                0 => new JsonObject { ["maximum_days_since_created"] = 30 },
                1 => new JsonObject { ["image_names"] = new JsonArray("b-*", "a-*") },
                2 => new JsonObject
                {
                    ["marketplace_product_codes"] = new JsonArray("abc123"),
                    ["maximum_days_since_deprecated"] = 0,
                },
                3 => new JsonObject
                {
                    ["image_watermarks"] = new JsonArray(
                        new JsonObject
                        {
                            ["watermark_key"] = "100000000001:approved-*",
                            ["maximum_days_since_watermark_created"] = 90,
                        }
                    ),
                },
                _ => null,
            }
        );

    private static readonly Gen<JsonObject> Publisher = Gen.Select(Account, Criteria, Gen.Bool)
        .Select(
            (account, criteria, creates) =>
                new JsonObject
                {
                    ["account_id"] = account,
                    ["may_create_images"] = creates,
                    ["image_criteria"] = criteria,
                }
        );

    private static readonly Gen<string[]> SomeRoles = Gen.Int[0, Roles.Length - 1]
        .Array[0, 2]
        .Select(picks => picks.Distinct().Select(i => Roles[i]).ToArray());

    private static readonly Gen<JsonObject> PolicyConfig = Gen.Select(Gen.Bool.Array[5], Gen.Bool, Gen.Bool)
        .Select(
            (switches, named, snapshots) =>
            {
                var policy = new JsonObject
                {
                    ["block_public_ami_sharing"] = switches[0],
                    ["deny_ami_creation_in_workloads"] = switches[1],
                    ["deny_foreign_image_copies"] = switches[2],
                    ["deny_content_export"] = switches[3],
                };
                if (switches[4])
                    policy["deny_image_services"] = new JsonArray("image_builder", "lightsail");
                if (snapshots)
                    policy["snapshot_block_public_access"] = "block_all_sharing";
                if (named)
                    policy["scp_name"] = "guard";
                return policy;
            }
        );

    private static readonly Gen<JsonObject> Config = Gen.Select(
            Publisher.Array[1, 4],
            Publisher.Array[0, 4],
            Gen.Select(Gen.Bool, Criteria),
            Gen.Bool,
            Gen.Select(SomeRoles, SomeRoles, SomeRoles),
            PolicyConfig
        )
        .Select(
            (ops, vendors, amazon, services, roles, policy) =>
            {
                var own = ops.DistinctBy(Id).ToList();
                var others = vendors.DistinctBy(Id).Where(v => own.TrueForAll(o => Id(o) != Id(v)));
                var config = new JsonObject
                {
                    ["ops_publisher_account"] = Array(own),
                    ["vendor_publisher_accounts"] = Array(others),
                    ["break_glass_principals"] = Principals(roles.Item1),
                    ["image_creation_roles"] = Principals(roles.Item2),
                    ["restore_roles"] = Principals(roles.Item3),
                    ["policy_config"] = policy,
                };
                if (services)
                    config["managed_services"] = new JsonArray("eks_auto_mode");
                if (amazon.Item1)
                    config["publisher_aliases"] = new JsonArray(
                        new JsonObject { ["alias"] = "amazon", ["image_criteria"] = amazon.Item2 }
                    );
                return config;
            }
        );

    private static string Id(JsonObject entry) => entry["account_id"]!.GetValue<string>();

    private static JsonArray Array(IEnumerable<JsonObject> entries) =>
        new([.. entries.Select(e => (JsonNode)Trimmed(e))]);

    /// <summary>A publisher without criteria has no such key.</summary>
    private static JsonObject Trimmed(JsonObject entry)
    {
        var copy = (JsonObject)entry.DeepClone();
        if (copy["image_criteria"] is null)
            copy.Remove("image_criteria");
        return copy;
    }

    private static JsonArray Principals(string[] arns) =>
        new([.. arns.Select(a => (JsonNode)new JsonObject { ["arn"] = a })]);

    private static GovernanceConfig Read(JsonObject json)
    {
        foreach (var alias in (json["publisher_aliases"] as JsonArray ?? []).OfType<JsonObject>())
            if (alias["image_criteria"] is null)
                alias.Remove("image_criteria");
        var bag = new DiagnosticBag();
        var config = ConfigReader.Read(new SourceText("c", Encoding.UTF8.GetBytes(json.ToJsonString())), bag);
        Assert.False(bag.HasErrors, string.Join(" | ", bag.ToSorted().Select(d => d.Message)));
        return config!;
    }

    private static ComparedPolicies Generate(GovernanceConfig config, AllowedImagesState mode)
    {
        var generated = PolicyGenerator.Generate(config, Adoptions.Today, mode, new DiagnosticBag());
        Assert.NotNull(generated);
        return new ComparedPolicies(
            generated.Declarative,
            [.. generated.ServiceControlPolicies.SelectMany(p => p.Statements)]
        );
    }

    private static void Holds(GovernanceConfig config, AllowedImagesState mode)
    {
        var members = config.OwnPublishers.Select(p => new OrganizationAccount(p.AccountId, "ops", Adoptions.Root));
        var organization = Adoptions.Empty with { Accounts = [.. members] };
        var report = Adoptions.Of(Adoptions.Deployed(organization, config, mode));
        Assert.True(report.Difference.IsEmpty, Words(report.Difference));
        Assert.Equal(mode, report.Mode);
        Assert.All(report.Found, p => Assert.Equal(PolicyFate.Replaced, p.Fate));
        Assert.Empty(report.NotCarried);

        var adopted = Adoptions.Config(report);
        var (theirs, ours) = (Generate(config, mode), Generate(adopted, mode));
        Assert.True(ComparePolicies.Between(theirs, ours).IsEmpty);
        Assert.True(ComparePolicies.Between(ours, theirs).IsEmpty);
        Assert.Equal(config.Policy.ScpName, adopted.Policy.ScpName);
        Assert.Equal(["root"], adopted.Targets);
    }

    private static string Words(MeaningDifference difference) =>
        string.Join(
            " | ",
            [
                .. difference.Declarative,
                .. difference.Scp.Changes.Select(c =>
                    $"{Core.Governance.Proof.DifferenceWords.Change(c)}: {Core.Governance.Proof.DifferenceWords.Requests(c)}"
                ),
                .. difference.Scp.NotCompared,
            ]
        );

    [Fact]
    public void What_is_enforced_comes_back() =>
        Config.Sample(json => Holds(Read(json), AllowedImagesState.Enabled), iter: TestScale.Samples(60), threads: 1);

    [Fact]
    public void What_is_in_audit_mode_comes_back() =>
        Config.Sample(json => Holds(Read(json), AllowedImagesState.AuditMode), iter: TestScale.Samples(60), threads: 1);
}
