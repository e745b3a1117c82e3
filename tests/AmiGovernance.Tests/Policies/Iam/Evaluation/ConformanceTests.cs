using AmiGovernance.TestSupport.Policies.Iam.Evaluation;
using AmiGovernance.TestSupport.SecondJudge;

namespace AmiGovernance.Tests.Policies.Iam.Evaluation;

/// <summary>The engine against an evaluator that shares no code with it, on generated policies and requests.</summary>
public sealed class ConformanceTests(ITestOutputHelper log)
{
    private static int Cases => EngineVerdict.Cases;

    private static int Seed => TestScale.DecisionSeed;

    [Fact]
    public void Decides_like_the_second_judge_written_from_the_documentation()
    {
        log.WriteLine($"seed {Seed}");
        var outcomes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var id = 0; id < Cases; id++)
        {
            var generated = GeneratedCase.Make(Seed, id);
            var ours = EngineVerdict.Of(generated);
            if (ours != SecondJudgement(generated))
            {
                var smallest = CaseShrinker.Shrink(
                    generated,
                    candidates => candidates.ToList().FindIndex(c => EngineVerdict.Of(c) != SecondJudgement(c))
                );
                var verdicts = $"ours: {EngineVerdict.Of(smallest)}, second judge: {SecondJudgement(smallest)}";
                Assert.Fail($"seed {Seed}, case {id}, smallest form: {smallest.ToJsonLine()}{verdicts}");
            }
            outcomes[ours] = outcomes.GetValueOrDefault(ours) + 1;
        }
        // The generator is of use only while every outcome is common.
        Assert.Equal(3, outcomes.Count);
        Assert.All(outcomes.Values, n => Assert.True(n > Cases / 20));
    }

    [Fact]
    public void A_failing_case_is_shown_in_its_smallest_form()
    {
        var large = Enumerable
            .Range(0, Cases)
            .Select(id => GeneratedCase.Make(Seed, id))
            .First(c =>
                c.Levels.Length == 3
                && c.ToJsonLine().Contains("NotAction", StringComparison.Ordinal)
                && c.Context.Count > 4
            );
        var small = CaseShrinker.Shrink(
            large,
            candidates =>
                candidates.ToList().FindIndex(c => c.ToJsonLine().Contains("NotAction", StringComparison.Ordinal))
        );
        Assert.Matches(
            """^\{"id":\d+,"levels":\[\[\{"Version":"2012-10-17","Statement":\[\{"Effect":"\w+","NotAction":"[^"]+","(Not)?Resource":"[^"]+"\}\]\}\]\],"action":"[^"]+","resource":"[^"]+","context":\{\}\}$""",
            System.Text.RegularExpressions.Regex.Replace(small.ToJsonLine().TrimEnd(), """\[("[^"]+")\]""", "$1")
        );
    }

    private static string SecondJudgement(GeneratedCase generated) =>
        PlainPolicies.Decide(
            generated.Levels.Select(level => level.Select(policy => policy!.ToJsonString())),
            identity: null,
            PlainRequest.Of(generated.Action, generated.Resource, generated.Context)
        );
}
