using System.Text.Json;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.TestSupport.Policies.Iam.Evaluation;

namespace AmiGovernance.AcceptanceTests.Policies.Iam.Evaluation;

/// <summary>The engine against iam-simulate, which shares no code with it, on generated policies and requests.</summary>
public sealed class IamSimulateTests(ITestOutputHelper log)
{
    private static int Seed => TestScale.DecisionSeed;

    [Fact]
    public void Decides_like_iam_simulate()
    {
        log.WriteLine($"seed {Seed}");
        var cases = Enumerable.Range(0, EngineVerdict.Cases).Select(id => GeneratedCase.Make(Seed, id)).ToList();
        var disagreements = Disagreements(cases);
        if (disagreements.Count == 0)
            return;
        var smallest = CaseShrinker.Shrink(
            disagreements[0],
            candidates => Disagreements(candidates) is [var first, ..] ? first.Id : -1
        );
        Assert.Fail(
            $"seed {Seed}: {disagreements.Count} disagreements; case {smallest.Id} in its smallest form, ours {EngineVerdict.Of(smallest)}: {smallest.ToJsonLine()}"
        );
    }

    /// <summary>The cases that iam-simulate decides otherwise and that the documentation has not settled yet.</summary>
    private static List<GeneratedCase> Disagreements(IReadOnlyList<GeneratedCase> cases)
    {
        var verdicts = Tool.RunJudge("simulate.mjs", string.Concat(cases.Select(c => c.ToJsonLine())))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(cases.Count, verdicts.Length);
        return
        [
            .. verdicts
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Select(v => (Case: cases[v.GetProperty("id").GetInt32()], Theirs: v.GetProperty("result").GetString()))
                .Where(v => EngineVerdict.Of(v.Case) != v.Theirs && !KnownDisagreements.Contains(v.Case))
                .Select(v => v.Case)
                .OrderBy(c => c.Id),
        ];
    }
}
