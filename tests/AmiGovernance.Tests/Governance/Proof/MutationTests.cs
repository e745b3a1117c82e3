using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>What is generated is proven, and every small change of it is caught.</summary>
public sealed class MutationTests(ITestOutputHelper log)
{
    private static readonly DateOnly Today = new(2026, 1, 3);

    private const string Everything = """
        {
          "ops_publisher_account": { "account_id": "123456738923" },
          "vendor_publisher_accounts": [ { "account_id": "111122223333" }, { "account_id": "444455556666", "may_create_images": false } ],
          "publisher_aliases": [ "aws_marketplace" ],
          "managed_services": [ { "service": "eks_auto_mode", "regions": [ "us-east-1", "eu-central-1" ] } ],
          "break_glass_principals": [ { "arn": "arn:*:iam::*:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Rescue_*" } ],
          "image_creation_roles": [ { "arn": "arn:*:iam::*:role/service-role/AWSBackupDefaultServiceRole", "service": "aws_backup" } ],
          "restore_roles": [ { "arn": "arn:*:iam::*:role/service-role/AWSBackupDefaultServiceRole", "service": "aws_backup" } ],
          "policy_config": { "deny_foreign_image_copies": true },
          "exception_accounts": [
            { "account_id": "222233334444", "expires_on": "2026-03-01", "usable_by": [ "333344445555" ] },
            { "account_id": "777788889999", "expires_on": "2026-02-01", "may_create_images": true },
            { "account_id": "888899990000", "expires_on": "2026-02-01" },
            { "account_id": "999900001111", "expires_on": "2025-12-01" }
          ]
        }
        """;

    private static (GovernanceConfig Config, GeneratedPolicies Policies) Make(AllowedImagesState mode)
    {
        var bag = new DiagnosticBag();
        var config = ConfigReader.Read(SourceText.FromString("c.json", Everything), bag)!;
        Assert.False(bag.HasErrors);
        return (config, PolicyGenerator.Generate(config, Today, mode, bag)!);
    }

    private static ImmutableArray<GuaranteeResult> Prove(
        GovernanceConfig config,
        DeclarativePolicy declarative,
        IEnumerable<Statement> statements,
        string? unlocked = null
    ) =>
        Prover.Run(
            new ProofInput(
                config,
                declarative,
                [.. statements],
                new DateTimeOffset(Today.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
            )
            {
                UnlockedNode = unlocked,
            }
        );

    private static bool IsProven(IEnumerable<GuaranteeResult> results) =>
        results.All(r => r.Outcome is ProofOutcome.Proven or ProofOutcome.NotApplicable);

    [Theory]
    [InlineData(AllowedImagesState.AuditMode)]
    [InlineData(AllowedImagesState.Enabled)]
    public void What_is_generated_is_proven(AllowedImagesState mode)
    {
        var (config, policies) = Make(mode);
        var results = Prove(
            config,
            policies.Declarative,
            policies.ServiceControlPolicies.SelectMany(p => p.Statements)
        );
        Assert.Equal(Enumerable.Range(1, 15), results.Select(r => r.Number));
        Assert.True(IsProven(results), string.Join('\n', results.Where(r => r.Reason is not null)));
        if (mode == AllowedImagesState.Enabled)
            Assert.Equal([9, 15], results.Where(r => r.Outcome == ProofOutcome.NotApplicable).Select(r => r.Number));
    }

    [Fact]
    public void Every_mutation_of_the_service_control_policy_is_caught()
    {
        var (config, policies) = Make(AllowedImagesState.Enabled);
        var statements = policies.ServiceControlPolicies.SelectMany(p => p.Statements).ToImmutableArray();
        var survivors = new List<string>();
        var (total, tried) = (0, 0);
        foreach (var (name, mutated) in Mutations(statements))
        {
            // On every day every second.
            if (!TestScale.Takes(total++, oneIn: 2))
                continue;
            tried++;
            if (IsProven(Prove(config, policies.Declarative, mutated)))
                survivors.Add(name);
        }
        log.WriteLine($"mutation score: {tried - survivors.Count} of {tried}, of {total} that there are");
        Assert.True(total > 150, $"{total} mutations");
        Assert.True(
            survivors.Count == 0,
            $"mutation score {tried - survivors.Count} of {tried}; not caught:\n{string.Join('\n', survivors)}"
        );
    }

    [Fact]
    public void Every_mutation_of_the_declarative_policy_is_caught()
    {
        var (config, policies) = Make(AllowedImagesState.Enabled);
        var statements = policies.ServiceControlPolicies.SelectMany(p => p.Statements).ToList();
        var policy = policies.Declarative;
        var criterion = policy.Criteria[0];
        var mutations = criterion
            .Providers.Select(p =>
                policy with
                {
                    Criteria = [criterion with { Providers = criterion.Providers.Remove(p) }],
                }
            )
            .Append(policy with { Criteria = [criterion with { Providers = criterion.Providers.Add("012345678901") }] })
            .Append(policy with { Criteria = [criterion with { Providers = criterion.Providers.Add("amazon") }] })
            .Append(policy with { Criteria = [criterion with { Providers = [] }] })
            .Append(policy with { Criteria = [] })
            .Append(policy.With(DeclarativeAttributes.ImageBlockPublicAccess, "unblocked"))
            .Append(policy.With(DeclarativeAttributes.ImageBlockPublicAccess, null))
            .Append(policy with { State = AllowedImagesState.AuditMode })
            .Append(policy with { State = AllowedImagesState.Disabled });
        Assert.All(
            mutations,
            mutated => Assert.False(IsProven(Prove(config, mutated, statements)), mutated.ToString())
        );
        Assert.False(IsProven(Prove(config, policy, statements, unlocked: "/ec2_attributes/allowed_images_settings")));
    }

    [Fact]
    public void A_launch_deny_in_audit_mode_is_caught()
    {
        var (config, audit) = Make(AllowedImagesState.AuditMode);
        var enforced = Make(AllowedImagesState.Enabled).Policies.ServiceControlPolicies.SelectMany(p => p.Statements);
        Assert.False(IsProven(Prove(config, audit.Declarative, enforced)));
    }

    [Fact]
    public void What_rests_on_a_condition_of_an_unknown_kind_is_not_proven_and_says_so()
    {
        var (config, policies) = Make(AllowedImagesState.Enabled);
        var odd = new Statement(Effect.Deny)
        {
            Sid = "Odd",
            Actions = ["ec2:RunInstances"],
            Resources = ["*"],
            Conditions = [new Condition("StringLike", "aws:PrincipalOrgID", ["o-*"])],
        };
        var results = Prove(
            config,
            policies.Declarative,
            policies.ServiceControlPolicies.SelectMany(p => p.Statements).Append(odd)
        );
        Assert.All(
            results.Where(r => r.Id is GuaranteeId.ListedImagesLaunch or GuaranteeId.BreakGlassWorks),
            r =>
            {
                Assert.Equal(ProofOutcome.NotProven, r.Outcome);
                Assert.Equal("depends on aws:PrincipalOrgID (statement `Odd`)", r.Reason);
            }
        );
        Assert.DoesNotContain(results, r => r.Outcome == ProofOutcome.Refuted);
    }

    private static IEnumerable<(string Name, ImmutableArray<Statement> Statements)> Mutations(
        ImmutableArray<Statement> statements
    )
    {
        foreach (var statement in statements)
        {
            ImmutableArray<Statement> With(Statement mutated) => statements.Replace(statement, mutated);
            yield return ($"{statement.Sid}: dropped", statements.Remove(statement));
            yield return ($"{statement.Sid}: allows", With(statement with { Effect = Effect.Allow }));
            foreach (var action in statement.Actions)
                yield return (
                    $"{statement.Sid}: without {action}",
                    With(statement with { Actions = statement.Actions.Remove(action) })
                );
            if (statement.Resources[0] != "*")
            {
                yield return (
                    $"{statement.Sid}: other resource",
                    With(statement with { Resources = ["arn:*:ec2:*:*:instance/*"] })
                );
                yield return (
                    $"{statement.Sid}: one partition",
                    With(statement with { Resources = ["arn:aws:ec2:*::image/*"] })
                );
                yield return (
                    $"{statement.Sid}: one region",
                    With(statement with { Resources = ["arn:*:ec2:us-east-1::image/*"] })
                );
            }
            foreach (var condition in statement.Conditions)
            {
                ImmutableArray<Statement> WithCondition(Condition? changed) =>
                    With(
                        statement with
                        {
                            Conditions = changed is null
                                ? statement.Conditions.Remove(condition)
                                : statement.Conditions.Replace(condition, changed),
                        }
                    );
                yield return ($"{statement.Sid}: without {condition.Operator} {condition.Key}", WithCondition(null));
                foreach (var value in condition.Values.Where(_ => condition.Values.Length > 1))
                    yield return (
                        $"{statement.Sid}: {condition.Key} without {value}",
                        WithCondition(condition with { Values = condition.Values.Remove(value) })
                    );
                foreach (var flipped in Flips(condition.Operator))
                    yield return (
                        $"{statement.Sid}: {condition.Operator} to {flipped} {condition.Key}",
                        WithCondition(condition with { Operator = flipped })
                    );
                // In a positive list of a deny a stranger changes nothing, and beside one: strangers are denied anyway.
                var isListed = statement.Conditions.Any(c => c.Key == condition.Key && c.Operator == "StringEquals");
                if (
                    condition is { Key: "ec2:Owner" or "aws:PrincipalAccount", Operator: "StringNotEquals" }
                    && !isListed
                )
                    yield return (
                        $"{statement.Sid}: {condition.Key} with a stranger",
                        WithCondition(condition with { Values = condition.Values.Add("012345678901") })
                    );
                if (condition.Key == "aws:CurrentTime")
                    foreach (
                        var date in new[] { "2026-02-28T23:59:59Z", "2027-01-01T00:00:00Z", "2026-01-31T00:00:00Z" }
                    )
                        yield return ($"{statement.Sid}: {date}", WithCondition(condition with { Values = [date] }));
            }
        }
    }

    private static string[] Flips(string name) =>
        name switch
        {
            "StringEquals" => ["StringNotEquals"],
            "StringNotEquals" => ["StringEquals"],
            "ArnNotLike" => ["ArnLike"],
            "DateGreaterThanEquals" =>
            [
                "DateGreaterThan",
                "DateLessThan",
                "DateLessThanEquals",
                "DateEquals",
                "DateNotEquals",
            ],
            _ => throw new InvalidOperationException(name),
        };
}
