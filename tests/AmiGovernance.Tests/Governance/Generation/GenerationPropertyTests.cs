using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Rules;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Tests.Support;
using CsCheck;
using JsonArray = System.Text.Json.Nodes.JsonArray;
using JsonNode = System.Text.Json.Nodes.JsonNode;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace AmiGovernance.Tests.Governance.Generation;

public sealed class GenerationPropertyTests
{
    private static readonly DateOnly Today = new(2026, 1, 3);

    private static readonly Gen<string> Account = Gen.Long[100_000_000_000, 100_000_000_400]
        .Select(n => n.ToString(CultureInfo.InvariantCulture));

    private static readonly Gen<JsonObject> Criteria = Choose
        .From<Func<JsonObject>>(
            () => new JsonObject { ["maximum_days_since_created"] = 30 },
            () => new JsonObject { ["image_names"] = new JsonArray("b-*", "a-*") },
            () => new JsonObject { ["image_names"] = new JsonArray("a-*", "b-*") }
        )
        .Select(f => f());

    private static readonly Gen<JsonObject> Exception = Gen.Select(
            Account,
            Gen.Int[-30, 60],
            Gen.Bool,
            Account.Array[0, 3]
        )
        .Select(
            (account, days, creates, users) =>
            {
                var entry = new JsonObject
                {
                    ["account_id"] = account,
                    ["expires_on"] = Today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    ["may_create_images"] = creates,
                };
                if (users.Length > 0)
                    entry["usable_by"] = new JsonArray([.. users.Distinct().Select(u => (JsonNode)u)]);
                return entry;
            }
        );

    private static readonly Gen<JsonObject> Config = Gen.Select(
            Account.Array[1, 12],
            Account.Array[0, 12],
            Exception.Array[0, 12],
            Gen.Bool,
            Criteria,
            Gen.Bool
        )
        .Select(
            (ops, vendors, exceptions, amazon, criteria, withCriteria) =>
                new JsonObject
                {
                    ["ops_publisher_account"] = new JsonArray([
                        .. ops.Distinct().Select(a => (JsonNode)new JsonObject { ["account_id"] = a }),
                    ]),
                    ["vendor_publisher_accounts"] = new JsonArray([
                        .. vendors
                            .Except(ops)
                            .Distinct()
                            .Select(
                                (a, i) =>
                                {
                                    var vendor = new JsonObject { ["account_id"] = a };
                                    if (withCriteria && i % 2 == 0)
                                        vendor["image_criteria"] = criteria.DeepClone();
                                    return (JsonNode)vendor;
                                }
                            ),
                    ]),
                    ["publisher_aliases"] = amazon ? new JsonArray("amazon") : [],
                    ["managed_services"] = new JsonArray("eks_auto_mode"),
                    ["exception_accounts"] = new JsonArray([
                        .. exceptions
                            .DistinctBy(e => e["account_id"]!.GetValue<string>())
                            .Where(e => !ops.Concat(vendors).Contains(e["account_id"]!.GetValue<string>()))
                            .Select(e => e.DeepClone()),
                    ]),
                }
        );

    private static GeneratedPolicies Generate(JsonObject config, AllowedImagesState mode)
    {
        var bag = new DiagnosticBag();
        var read = ConfigReader.Read(SourceText.FromString("c.json", config.ToJsonString()), bag);
        Assert.False(bag.HasErrors, string.Join(" | ", bag.ToSorted().Select(d => d.Message)));
        return PolicyGenerator.Generate(read!, Today, mode, bag)!;
    }

    private static string AllBytes(GeneratedPolicies policies) =>
        string.Concat(policies.Files.Select(f => $"{f.Path}\n{JsonText.ToText(f.Bytes.Span)}"));

    [Fact]
    public void What_is_generated_parses_back_to_the_same_meaning() =>
        Gen.Select(Config, Gen.Bool)
            .Sample(
                (config, enabled) =>
                {
                    var policies = Generate(
                        config,
                        enabled ? AllowedImagesState.Enabled : AllowedImagesState.AuditMode
                    );
                    var bag = new DiagnosticBag();
                    foreach (
                        var (document, file) in policies.ServiceControlPolicies.Zip(
                            policies.Files.Where(f => f.Path.StartsWith("scp-", StringComparison.Ordinal))
                        )
                    )
                    {
                        var tree = JsonParser.Parse(new SourceText(file.Path, file.Bytes), bag)!;
                        var read = PolicyParser.Parse(tree, PolicyType.ServiceControlPolicy, bag)!;
                        foreach (var rule in PolicyRules.All)
                            rule.Check(new PolicyRuleInput(tree, read, new DateOnly(2026, 1, 1)), bag);
                        Assert.Equal(PolicyWriter.Minified(document), PolicyWriter.Minified(read));
                    }
                    var source = policies.Files.Single(f => f.Path == DistFiles.Declarative);
                    var declarative = DeclarativePolicyParser.Parse(new SourceText(source.Path, source.Bytes), bag)!;
                    Assert.Equal(
                        DeclarativePolicyWriter.Organizations(policies.Declarative, false),
                        DeclarativePolicyWriter.Organizations(declarative, false)
                    );
                    // No finding at all: nothing dead, misspelt or refused in what we write.
                    return bag.Count == 0;
                },
                iter: TestScale.Samples(500),
                seed: "0000KeyUzkM3"
            );

    [Fact]
    public void The_order_of_the_input_never_changes_the_output() =>
        Gen.Select(Config, Gen.Int[0, 1000])
            .Sample(
                (config, seed) =>
                {
                    var shuffled = (JsonObject)config.DeepClone();
                    foreach (
                        var key in new[] { "ops_publisher_account", "vendor_publisher_accounts", "exception_accounts" }
                    )
                    {
                        var items = shuffled[key]!.AsArray().Select(n => n!.DeepClone()).ToArray();
                        new Random(seed).Shuffle(items);
                        shuffled[key] = new JsonArray(items);
                    }
                    return AllBytes(Generate(config, AllowedImagesState.Enabled))
                        == AllBytes(Generate(shuffled, AllowedImagesState.Enabled));
                },
                iter: TestScale.Samples(300),
                seed: "0000KeyUzkM3"
            );

    [Fact]
    public void An_expired_exception_changes_nothing() =>
        Gen.Select(Config, Gen.Int[-400, 0])
            .Sample(
                (config, days) =>
                {
                    var before = AllBytes(Generate(config, AllowedImagesState.Enabled));
                    config["exception_accounts"]!
                        .AsArray()
                        .Add(
                            (JsonNode)
                                new JsonObject
                                {
                                    ["account_id"] = "999999999999",
                                    ["expires_on"] = Today
                                        .AddDays(days)
                                        .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                                    ["may_create_images"] = true,
                                }
                        );
                    return AllBytes(Generate(config, AllowedImagesState.Enabled)) == before;
                },
                iter: TestScale.Samples(200),
                seed: "0000KeyUzkM3"
            );

    [Fact]
    public void No_list_is_ever_empty_and_no_document_exceeds_its_quota() =>
        Gen.Select(Config, Gen.Bool)
            .Sample(
                (config, enabled) =>
                {
                    var policies = Generate(
                        config,
                        enabled ? AllowedImagesState.Enabled : AllowedImagesState.AuditMode
                    );
                    return policies
                            .ServiceControlPolicies.SelectMany(p => p.Statements)
                            .All(s =>
                                s.Actions.Length > 0
                                && s.Resources.Length > 0
                                && s.Conditions.All(c => c.Values.Length > 0)
                            )
                        && policies.Declarative.Criteria.All(c => c.Providers.Length > 0)
                        && policies.Files.All(f =>
                            f.Path == DistFiles.Review
                            || JsonText.Characters(f.Bytes.Span)
                                <= (
                                    f.Path == DistFiles.Declarative
                                        ? PolicyQuotas.DeclarativeCharacters
                                        : PolicyQuotas.ScpCharacters
                                )
                        );
                },
                iter: TestScale.Samples(200),
                seed: "0000KeyUzkM3"
            );

    [Fact]
    public void Splitting_keeps_every_statement_in_order()
    {
        var statements = Enumerable
            .Range(0, 40)
            .Select(i => new Statement(Effect.Deny)
            {
                Sid = $"S{i}",
                Actions = GuardedActions.Launch,
                Resources = [GuardedActions.ImageArn],
                Conditions =
                [
                    new Condition(
                        "StringEquals",
                        "ec2:Owner",
                        [.. Enumerable.Range(0, i * 30 + 1).Select(n => $"{i:D4}{n:D8}")]
                    ),
                ],
            })
            .ToList();
        var documents = ScpPacker.Pack([.. statements], PolicyQuotas.ScpCharacters, out var tooLarge);
        Assert.Null(tooLarge);
        Assert.All(documents!.Value, d => Assert.True(PolicyWriter.Minified(d).Length <= PolicyQuotas.ScpCharacters));
        Assert.Equal(
            statements.SelectMany(s => s.Conditions[0].Values),
            documents.Value.SelectMany(d => d.Statements).SelectMany(s => s.Conditions[0].Values)
        );
        Assert.Equal(
            documents.Value.Sum(d => d.Statements.Length),
            documents.Value.SelectMany(d => d.Statements).Select(s => s.Sid).Distinct().Count()
        );
    }

    [Fact]
    public void A_negated_list_that_is_too_long_is_never_split()
    {
        var statement = new Statement(Effect.Deny)
        {
            Sid = "S",
            Actions = ["ec2:RunInstances"],
            Resources = ["*"],
            Conditions =
            [
                new Condition("StringNotEquals", "ec2:Owner", [.. Enumerable.Range(0, 700).Select(n => $"{n:D12}")]),
            ],
        };
        Assert.Null(ScpPacker.Pack([statement], PolicyQuotas.ScpCharacters, out var tooLarge));
        Assert.Same(statement, tooLarge);
    }
}
