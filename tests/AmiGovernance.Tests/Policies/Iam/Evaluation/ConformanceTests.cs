using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Tests.Policies.Iam.Oracle;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Policies.Iam.Evaluation;

/// <summary>The engine against two evaluators that share no code with it, on generated policies and requests.</summary>
public sealed class ConformanceTests(ITestOutputHelper log)
{
    private const int Cases = 20_000;

    /// <summary>AMIGOV_SEED tries other cases; the seed of a run is printed.</summary>
    private static int Seed =>
        int.Parse(Environment.GetEnvironmentVariable("AMIGOV_SEED") ?? "20261124", CultureInfo.InvariantCulture);

    [Fact]
    public void Decides_like_a_naive_evaluator_written_from_the_documentation()
    {
        log.WriteLine($"seed {Seed}");
        var outcomes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var id = 0; id < Cases; id++)
        {
            var generated = GeneratedCase.Make(Seed, id);
            var ours = Ours(generated);
            if (ours != Naive(generated))
            {
                var smallest = CaseShrinker.Shrink(
                    generated,
                    candidates => candidates.ToList().FindIndex(c => Ours(c) != Naive(c))
                );
                Assert.Fail(
                    $"seed {Seed}, case {id}, smallest form: {smallest.ToJsonLine()}ours: {Ours(smallest)}, naive: {Naive(smallest)}"
                );
            }
            outcomes[ours] = outcomes.GetValueOrDefault(ours) + 1;
        }
        // The generator is of use only while every outcome is common.
        Assert.Equal(3, outcomes.Count);
        Assert.All(outcomes.Values, n => Assert.True(n > Cases / 20));
    }

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
            $"seed {Seed}: {disagreements.Count} disagreements; case {smallest.Id} in its smallest form, ours {Ours(smallest)}: {smallest.ToJsonLine()}"
        );
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
                .Where(v => Ours(v.Case) != v.Theirs && !KnownDisagreements.Contains(v.Case))
                .Select(v => v.Case)
                .OrderBy(c => c.Id),
        ];
    }

    private static List<List<PolicyDocument>> Parse(GeneratedCase generated) =>
        [
            .. generated.Levels.Select(level =>
                level
                    .Select(
                        (policy, i) =>
                        {
                            var bag = new DiagnosticBag();
                            var parsed = PolicyParser.Parse(
                                SourceText.FromString($"p{i}", policy!.ToJsonString()),
                                PolicyType.ServiceControlPolicy,
                                bag
                            );
                            Assert.False(bag.HasErrors, string.Join(" | ", bag.ToSorted().Select(d => d.Message)));
                            return parsed!;
                        }
                    )
                    .ToList()
            ),
        ];

    private static string Ours(GeneratedCase generated)
    {
        var request = new RequestContext { Action = generated.Action, Resource = generated.Resource };
        foreach (var (key, values) in generated.Context)
            request.Set(key, [.. values]);
        var levels = Parse(generated)
            .Select(l => l.Select((p, i) => new CompiledPolicy(p, $"p{i}")).ToImmutableArray());
        return new Authorization { ServiceControlPolicies = new PolicyLevels([.. levels]) }
            .Decide(request, new Caller())
            .Outcome switch
        {
            Outcome.Allowed => "Allowed",
            Outcome.ExplicitDeny => "ExplicitlyDenied",
            _ => "ImplicitlyDenied",
        };
    }

    private static string Naive(GeneratedCase generated) =>
        NaiveEvaluator.Decide(Parse(generated), generated.Action, generated.Resource, generated.Context);
}
