using System.Text.Json.Nodes;
using AmiGovernance.AcceptanceTests.Judges.Smt;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Iam;
using CsCheck;
using SmtText = AmiGovernance.AcceptanceTests.Judges.Smt.Smt;

namespace AmiGovernance.AcceptanceTests.Judges.Mutants;

/// <summary>What Z3 finds denied by one of two policies and not by the other, `amigov diff` says: no weakening is missed.</summary>
public sealed class RandomDifferenceTests(ITestOutputHelper log) : IDisposable
{
    private const int Gate = 40;

    private readonly SmtJudge judge = new();
    private int different;
    private int same;
    private int notCompared;
    private int unknown;
    private int further;

    public void Dispose() => judge.Dispose();

    /// <summary>A policy, and one in which a statement is another, or gone: many such changes change nothing.</summary>
    private static readonly Gen<(JsonObject[] Before, JsonObject[] After)> Changes = Gen.Select(
        RandomStatements.Any.Array[1, 3],
        RandomStatements.Any,
        Gen.Int[0, 2],
        Gen.Bool,
        (before, other, index, isDropped) =>
        {
            var at = index % before.Length;
            var rest = before.Where((_, i) => i != at);
            return (before, (isDropped ? rest : rest.Append(other)).ToArray());
        }
    );

    [Fact]
    public void No_change_that_Z3_finds_is_missed()
    {
        Assert.SkipWhen(Z3.Missing is not null, Z3.Missing ?? "");
        RandomStatements.Each(Changes, Gate, c => Check(c.Before, c.After));
        log.WriteLine(
            $"different: {different}, the same: {same}, not compared: {notCompared}, Z3 cannot tell: {unknown}"
        );
        log.WriteLine($"when a call names further resources: {further}");
        Assert.True(different > notCompared + unknown, $"{different}");
    }

    private void Check(JsonObject[] before, JsonObject[] after)
    {
        var (old, now) = (Policy(before), Policy(after));
        var difference = PolicyDifference.Between(Statements(old), Statements(now));
        if (difference.NotCompared.Length > 0)
        {
            notCompared++;
            return;
        }
        foreach (var isDeniedNow in new[] { true, false })
        {
            var (more, less) = isDeniedNow ? (now, old) : (old, now);
            var told = difference
                .Changes.Where(c => c.IsDeniedNow == isDeniedNow)
                .SelectMany(c => c.Actions)
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var call in SmtCall.All)
                Check(call, told.Contains(call.Action), more, less);
        }
    }

    private void Check(SmtCall call, bool isTold, string denying, string allowing)
    {
        switch (Asked(call, denying, allowing))
        {
            case SmtVerdict.Broken when isTold:
                different++;
                break;
            case SmtVerdict.Broken:
                Assert.Fail(
                    $"{call.Action}: denied by the first and not by the second, and not told:\n{denying}\n{allowing}"
                );
                break;
            case SmtVerdict.Unknown:
                unknown++;
                break;
            default:
                _ = isTold ? further++ : same++;
                break;
        }
    }

    /// <summary>Broken where such a call is denied by one policy and not by the other.</summary>
    private SmtVerdict Asked(SmtCall call, string denying, string allowing)
    {
        try
        {
            return judge.Judge(new SmtClaim(0, [Question(call, denying, allowing)]));
        }
        catch (NoFormulaException)
        {
            return SmtVerdict.Unknown;
        }
    }

    private static string Question(SmtCall call, string denying, string allowing)
    {
        var request = new SmtRequest();
        return request.Question([Denied(request, call, denying), SmtText.Not(Denied(request, call, allowing))]);
    }

    private static string Denied(SmtRequest request, SmtCall call, string policy) =>
        SmtText.Or(
            call.Required.Concat(call.Usual)
                .SelectMany(_ => SmtStatement.ReadAll(policy), (r, s) => s.Matches(request, call.Action, r))
        );

    private static Statement[] Statements(string policy) =>
        [
            .. PolicyParser
                .Read(SourceText.FromString("policy.json", policy), PolicyType.ServiceControlPolicy)
                .Value!.Statements,
        ];

    private static string Policy(JsonObject[] statements) =>
        new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonArray([.. statements.Select(s => s.DeepClone())]),
        }.ToJsonString();
}
