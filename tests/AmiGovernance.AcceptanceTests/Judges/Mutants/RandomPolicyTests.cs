using System.Text.Json.Nodes;
using AmiGovernance.AcceptanceTests.Judges.Smt;
using AmiGovernance.Core.Governance.Proof;
using CsCheck;

namespace AmiGovernance.AcceptanceTests.Judges.Mutants;

/// <summary>On small policies made by chance the prover and Z3 say the same, whatever sense the policies make.</summary>
public sealed class RandomPolicyTests(ITestOutputHelper log) : IDisposable
{
    private readonly SmtJudge judge = new();

    public void Dispose() => judge.Dispose();

    private const int Gate = 40;
    private const int MostNotProven = 3;
    private const int MostUnknown = 50;

    private const string Configuration = """
        {
          "ops_publisher_account": { "account_id": "123456738923" },
          "vendor_publisher_accounts": [ { "account_id": "111122223333" } ],
          "publisher_aliases": [ "amazon" ],
          "break_glass_principals": [ { "arn": "arn:aws:iam::444455556666:role/Rescue" } ],
          "image_creation_roles": [ { "arn": "arn:*:iam::*:role/Backup", "service": "aws_backup" } ],
          "restore_roles": [ { "arn": "arn:*:iam::*:role/Backup", "service": "aws_backup" } ],
          "policy_config": { "deny_foreign_image_copies": true, "deny_content_export": true },
          "exception_accounts": [
            { "account_id": "222233334444", "expires_on": "2027-03-01", "usable_by": [ "333344445555" ] },
            { "account_id": "777788889999", "expires_on": "2027-02-01", "may_create_images": true }
          ]
        }
        """;

    [Fact]
    public void Prover_and_Z3_agree_on_small_policies()
    {
        Assert.SkipWhen(Z3.Missing is not null, Z3.Missing ?? "");

        RandomStatements.Each(RandomStatements.Any.Array[1, 4], Gate, Check);

        log.WriteLine($"the same: {same}, not proven: {notProven}, Z3 cannot tell: {unknown}");
        Assert.True(notProven * MostNotProven < same, $"{notProven} not proven, {same} the same");
        Assert.True(unknown * MostUnknown < same, $"{unknown} unknown");
    }

    /// <summary>
    /// Of what ours permit, below denies of others. Z3 looks for a way today; whether a request carries a key is its choice, so that the
    /// prover may leave open what Z3 finds a way for.
    /// </summary>
    [Fact]
    public void Prover_and_Z3_agree_below_small_policies_of_others()
    {
        Assert.SkipWhen(Z3.Missing is not null, Z3.Missing ?? "");

        RandomStatements.Each(RandomStatements.OfAllImages.Array[1, 2], Gate, CheckBelow);
        log.WriteLine($"the same: {same}, not proven: {notProven}, Z3 cannot tell: {unknown}");
        Assert.True(same > notProven, $"{notProven} not proven, {same} the same");
        Assert.True(unknown * MostUnknown < same, $"{unknown} unknown");
    }

    private void CheckBelow(JsonObject[] statements)
    {
        var bundle = Generated with { Others = Policy(statements) };
        if (Claims(() => bundle.Formulas().BelowOthers()) is not { } claims)
            return;
        foreach (var result in bundle.Prove()!.Value.Where(r => claims.Any(c => c.Number == r.Number)))
        {
            var verdicts = claims.Where(c => c.Number == result.Number).Select(judge.Judge).ToList();
            if (verdicts.Contains(SmtVerdict.Unknown) && !verdicts.Contains(SmtVerdict.Broken))
                unknown++;
            else if (result.Outcome == ProofOutcome.NotProven)
                notProven++;
            else if ((result.Outcome == ProofOutcome.Refuted) == verdicts.Contains(SmtVerdict.Broken))
                same++;
            else
                Assert.Fail(
                    $"guarantee {result.Number}: Z3 {string.Join(", ", verdicts)}, prove {result.Outcome} {result.Reason}\n{bundle.Others}"
                );
        }
    }

    /// <summary>
    /// It fires where a snapshot carries no `ec2:Owner`, and nowhere else: whether one may lack it is not measured.
    /// </summary>
    [Fact]
    public void A_deny_of_snapshots_without_an_owner_may_fire()
    {
        Assert.SkipWhen(Z3.Missing is not null, Z3.Missing ?? "");
        var statement = new JsonObject
        {
            ["Effect"] = "Deny",
            ["Action"] = "ec2:RunInstances",
            ["Resource"] = "arn:*:ec2:*::snapshot/*",
        };
        statement.SetCondition("StringNotLike", "ec2:Owner", ["*9999", "*"]);
        Check([statement]);
    }

    private static readonly PolicyBundle Generated = PolicyBundle.Generate(
        Configuration,
        "enabled",
        ProverAgreementTests.Today
    );

    private void Check(JsonObject[] statements) => Compare(Generated with { Scp = Policy(statements) });

    private int same;
    private int notProven;
    private int unknown;

    private void Compare(PolicyBundle bundle)
    {
        if (Claims(() => bundle.Formulas().All()) is not { } claims)
            return;
        foreach (var result in bundle.Prove()!.Value)
        {
            var verdict = judge.Judge(claims.Single(c => c.Number == result.Number));
            var words =
                $"guarantee {result.Number}: Z3 {verdict}, prove {result.Outcome} {result.Reason} {result.Counterexample}\n{bundle.Scp}";
            if (result.Outcome == ProofOutcome.Refuted && Explained.Contradiction(bundle, result) is { } answer)
                Assert.Fail($"explain does not confirm it: {words}\n{answer}");
            if (result.Outcome == ProofOutcome.NotProven)
                notProven++;
            else if (verdict == SmtVerdict.Unknown)
                unknown++;
            else if (Expected(verdict) == result.Outcome)
                same++;
            else
                Assert.Fail(words);
        }
    }

    /// <summary>Null for what no formula can say, which counts as unknown.</summary>
    private SmtClaim[]? Claims(Func<SmtClaim[]> read)
    {
        try
        {
            return read();
        }
        catch (NoFormulaException)
        {
            unknown++;
            return null;
        }
    }

    private static string Policy(JsonObject[] statements) =>
        new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonArray([.. statements.Select((s, i) => Numbered(s, i))]),
        }.ToJsonString();

    private static JsonObject Numbered(JsonObject statement, int number)
    {
        var copy = statement.DeepClone().AsObject();
        copy["Sid"] = $"S{number}";
        return copy;
    }

    private static ProofOutcome Expected(SmtVerdict verdict) =>
        verdict switch
        {
            SmtVerdict.Holds => ProofOutcome.Proven,
            SmtVerdict.Broken => ProofOutcome.Refuted,
            _ => ProofOutcome.NotApplicable,
        };
}
