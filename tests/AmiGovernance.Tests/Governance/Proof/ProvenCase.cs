using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>The policies of a small configuration, changed by hand and proven.</summary>
internal static class ProvenCase
{
    public static readonly DateOnly Today = new(2026, 1, 3);
    public static readonly DateTimeOffset Now = new(Today.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    public const string Launch = "DenyEC2LaunchWithNonApprovedAMIs";
    public const string Creation = "DenyAMICreationAndSideload";

    private const string Configuration = """
        {
          "ops_publisher_account": { "account_id": "123456738923" },
          "vendor_publisher_accounts": [ { "account_id": "111122223333" } ],
          "publisher_aliases": [ "amazon" ],
          "break_glass_principals": [ { "arn": "arn:aws:iam::444455556666:role/Rescue" } ],
          "exception_accounts": [
            { "account_id": "222233334444", "expires_on": "2026-03-01" },
            { "account_id": "777788889999", "expires_on": "2026-02-01", "may_create_images": true }
          ]
        }
        """;

    private static readonly (GovernanceConfig Config, GeneratedPolicies Policies) Generated = Generate();

    public static (GovernanceConfig Config, GeneratedPolicies Policies) Whole => Generated;

    /// <summary>Those that deny, as generated.</summary>
    public static IEnumerable<Statement> Statements =>
        Generated.Policies.ServiceControlPolicies.SelectMany(p => p.Statements);

    private static (GovernanceConfig, GeneratedPolicies) Generate()
    {
        var config = Config(Configuration);
        return (config, Generate(config, AllowedImagesState.Enabled));
    }

    /// <summary>Fails when there is an error in it.</summary>
    public static GovernanceConfig Config(string json)
    {
        var bag = new DiagnosticBag();
        var config = ConfigReader.Read(SourceText.FromString("c.json", json), bag)!;
        Assert.False(bag.HasErrors);
        return config;
    }

    public static GeneratedPolicies Generate(GovernanceConfig config, AllowedImagesState mode) =>
        PolicyGenerator.Generate(config, Today, mode, new DiagnosticBag())!;

    /// <param name="statements">In the place of those that were generated.</param>
    public static ImmutableArray<GuaranteeResult> Prove(
        GovernanceConfig config,
        GeneratedPolicies policies,
        IEnumerable<Statement> statements
    ) => Prover.Run(new ProofInput(config, policies.Declarative, [.. statements], Now));

    public static void AssertAllHold(ImmutableArray<GuaranteeResult> results) =>
        Assert.All(
            results,
            r => Assert.True(r.Outcome is ProofOutcome.Proven or ProofOutcome.NotApplicable, Text(results))
        );

    public static ImmutableArray<GuaranteeResult> Prove(Func<Statement, Statement> change, params Statement[] more) =>
        Prove(Generated.Config, Generated.Policies, [.. Statements.Select(change), .. more]);

    /// <summary>Changes one statement; fails when there is none of the name.</summary>
    public static Func<Statement, Statement> On(string sid, Func<Statement, Statement> change) =>
        s => s.Sid == sid ? change(s) : s;

    /// <summary>Changes every statement that denies launches.</summary>
    public static Func<Statement, Statement> OnLaunches(Func<Statement, Statement> change) =>
        s => s.Actions.Contains("ec2:RunInstances") ? change(s) : s;

    public static Statement With(this Statement statement, string name, string key, params string[] values) =>
        statement with
        {
            Conditions = statement.Conditions.Add(new Condition(name, key, [.. values])),
        };

    public static string Text(IEnumerable<GuaranteeResult> results) =>
        string.Join('\n', results.Select(r => $"{r.Number} {r.Outcome}: {r.Reason} {r.Counterexample}"));

    public static GuaranteeResult Of(this IEnumerable<GuaranteeResult> results, int number) =>
        results.Single(r => r.Number == number);
}
