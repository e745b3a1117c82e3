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
        var cases = Enumerable.Range(0, Cases).Select(id => GeneratedCase.Make(Seed, id)).ToList();
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

    private static int Cases => TestScale.Samples(8_000, full: 200_000);

    private static int Calls => TestScale.Samples(2_000, full: 50_000);

    [Fact]
    public void Decides_whole_calls_like_iam_simulate()
    {
        log.WriteLine($"seed {Seed}");
        var calls = Enumerable.Range(0, Calls).Select(id => GeneratedCall.Make(Seed, id)).ToList();
        var verdicts = Tool.RunJudge("simulate.mjs", string.Concat(calls.Select(c => c.ToJsonLine())))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToList();
        Assert.Equal(calls.Count, verdicts.Count);
        var outcomes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var verdict in verdicts)
        {
            var call = calls[verdict.GetProperty("id").GetInt32()];
            var theirs = verdict.GetProperty("result").GetString() ?? "";
            outcomes[theirs] = outcomes.GetValueOrDefault(theirs) + 1;
            // What iam-data says that the action requires is asked about.
            var types = call.Questions.Select(q => q.Type).ToHashSet(StringComparer.Ordinal);
            var required = verdict.GetProperty("required").EnumerateArray().Select(t => t.GetString() ?? "");
            Assert.All(required, type => Assert.Contains(type, types));
            if (call.Questions.Any(q => KnownDisagreements.Contains(call.CaseOf(q))))
                continue;
            Assert.True(
                EngineVerdict.Of(call) == theirs,
                $"seed {Seed}, call {call.Id}: ours {EngineVerdict.Of(call)}, theirs {verdict}: {call.ToJsonLine()}"
            );
        }
        // The generator is of use only while every outcome is common.
        Assert.Equal(3, outcomes.Count);
        Assert.All(outcomes.Values, n => Assert.True(n > Calls / 50));
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
