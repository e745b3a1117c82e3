using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Iam;
using AmiGovernance.Core.Iam.Evaluation;
using AmiGovernance.Core.Text;
using AmiGovernance.Tests.Oracle;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Iam.Evaluation;

/// <summary>The engine against two evaluators that share no code with it, on generated policies and requests.</summary>
public sealed class ConformanceTests(ITestOutputHelper log)
{
    private const int Cases = 20_000;

    /// <summary>AMIGOV_SEED tries other cases; the seed of a run is printed.</summary>
    private static int Seed => int.Parse(Environment.GetEnvironmentVariable("AMIGOV_SEED") ?? "20261124", CultureInfo.InvariantCulture);

    [Fact]
    public void Decides_like_a_naive_evaluator_written_from_the_documentation()
    {
        log.WriteLine($"seed {Seed}");
        var outcomes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var id = 0; id < Cases; id++)
        {
            var generated = GeneratedCase.Make(Seed, id);
            var ours = Ours(generated);
            Assert.True(ours == Naive(generated), $"seed {Seed}, case {id}: {generated.ToJsonLine()}ours: {ours}, naive: {Naive(generated)}");
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
        var verdicts = Tool.RunJudge("simulate.mjs", string.Concat(cases.Select(c => c.ToJsonLine()))).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Cases, verdicts.Length);
        var disagreements = new List<string>();
        foreach (var line in verdicts)
        {
            var verdict = JsonDocument.Parse(line).RootElement;
            var generated = cases[verdict.GetProperty("id").GetInt32()];
            var (ours, theirs) = (Ours(generated), verdict.GetProperty("result").GetString());
            if (ours != theirs && !KnownDisagreements.Contains(generated)) disagreements.Add($"ours {ours}, theirs {theirs}: {generated.ToJsonLine()}");
        }
        Assert.True(disagreements.Count == 0, $"seed {Seed}: {disagreements.Count} disagreements, such as\n{string.Concat(disagreements.OrderBy(d => d.Length).Take(5))}");
    }

    private static List<List<PolicyDocument>> Parse(GeneratedCase generated) =>
    [
        .. generated.Levels.Select(level => level.Select((policy, i) =>
        {
            var bag = new DiagnosticBag();
            var parsed = PolicyParser.Parse(SourceText.FromString($"p{i}", policy!.ToJsonString()), PolicyType.ServiceControlPolicy, bag);
            Assert.False(bag.HasErrors, string.Join(" | ", bag.ToSorted().Select(d => d.Message)));
            return parsed!;
        }).ToList()),
    ];

    private static string Ours(GeneratedCase generated)
    {
        var request = new RequestContext { Action = generated.Action, Resource = generated.Resource };
        foreach (var (key, values) in generated.Context) request.Set(key, [.. values]);
        var levels = Parse(generated).Select(l => l.Select((p, i) => new CompiledPolicy(p, $"p{i}")).ToImmutableArray());
        return new Authorization { ServiceControlPolicies = new PolicyLevels([.. levels]) }.Decide(request, new Caller()).Outcome switch
        {
            Outcome.Allowed => "Allowed",
            Outcome.ExplicitDeny => "ExplicitlyDenied",
            _ => "ImplicitlyDenied",
        };
    }

    private static string Naive(GeneratedCase generated) => NaiveEvaluator.Decide(Parse(generated), generated.Action, generated.Resource, generated.Context);
}
