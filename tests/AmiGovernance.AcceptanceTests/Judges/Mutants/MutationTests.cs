using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.AcceptanceTests.Judges.Smt;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.AcceptanceTests.Judges.Mutants;

/// <summary>
/// Small changes of what is generated: Z3 decides whether one matters to the guarantees, and the prover must refute those that do, with a
/// request that `explain` confirms, and none of the others.
/// </summary>
public sealed class MutationTests(ITestOutputHelper log)
{
    private const int Gate = 120;
    private const int Full = 3_100;
    private const int MostUnknown = 100;

    /// <summary>What became of a mutant.</summary>
    private enum Fate
    {
        Refuted,
        NotProven,
        Proven,
    }

    private sealed record Judged(Mutant Mutant, bool IsChanged, Fate Fate, string Words);

    [Fact]
    public void Mutants_that_matter_are_refuted_and_others_are_not()
    {
        Assert.SkipWhen(Z3.Missing is not null, Z3.Missing ?? "");
        var all = ProverAgreementTests
            .Configurations.SelectMany(c => ProverAgreementTests.Modes, (c, mode) => (c.Name, c.Config, mode))
            .SelectMany(c =>
                Mutant.All($"{c.Name} {c.mode}", PolicyBundle.Generate(c.Config, c.mode, ProverAgreementTests.Today))
            )
            .ToList();
        var chosen = Sample(all, TestScale.Samples(Gate, Full));
        var judged = new List<Judged>();
        var (wrong, unread, unknown) = (new List<string>(), 0, 0);
        using var judge = new SmtJudge();
        foreach (var mutant in chosen)
        {
            try
            {
                if (mutant.Bundle.Prove() is not { } results)
                    unread++;
                else if (Judge(mutant, results, judge, wrong) is { } found)
                    judged.Add(found);
                else
                    unknown++;
            }
            catch (NoFormulaException problem)
            {
                log.WriteLine($"no formula: {mutant.Construct}: {mutant.Name}: {problem.Message}");
                unknown++;
            }
        }
        Report(all.Count, chosen.Count, judged, unread, unknown);
        foreach (var one in wrong)
            log.WriteLine($"wrong: {one}");
        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong:\n{string.Join('\n', wrong)}");
        var changed = judged.Where(j => j.IsChanged).ToList();
        var refuted = changed.Count(j => j.Fate == Fate.Refuted);
        Assert.True(refuted >= changed.Count * 0.98, $"{refuted} of {changed.Count}");
        Assert.True(unknown * MostUnknown <= chosen.Count, $"{unknown} unknown");
    }

    /// <summary>As many of each construct as there are among all, and one at least; the same for the same seed.</summary>
    private static List<Mutant> Sample(List<Mutant> all, int count)
    {
        var random = new Random(TestScale.DecisionSeed);
        return
        [
            .. all.GroupBy(m => m.Construct)
                .SelectMany(g => g.OrderBy(_ => random.Next()).Take(Math.Max(1, count * g.Count() / all.Count))),
        ];
    }

    /// <summary>Null when Z3 cannot say.</summary>
    private static Judged? Judge(
        Mutant mutant,
        ImmutableArray<GuaranteeResult> results,
        SmtJudge judge,
        List<string> wrong
    )
    {
        var formulas = mutant.Bundle.Formulas();
        var verdicts = formulas.All().Concat(formulas.BelowOthers()).ToLookup(c => c.Number, judge.Judge);
        var (isBroken, isUnknown) = (false, false);
        var problems = new List<string>();
        foreach (var result in results)
        {
            var verdict = Worst(verdicts[result.Number]);
            isBroken |= verdict == SmtVerdict.Broken;
            isUnknown |= verdict == SmtVerdict.Unknown;
            if (Problem(verdict, result) is { } problem)
                problems.Add(problem);
            if (
                result.Outcome == ProofOutcome.Refuted
                && mutant.Bundle.Others is null
                && Explained.Contradiction(mutant.Bundle, result) is { } answer
            )
                problems.Add($"guarantee {result.Number}: explain does not confirm {result.Counterexample}\n{answer}");
        }
        wrong.AddRange(problems.Select(p => $"{mutant.Construct}: {mutant.Name}: {p}"));
        if (isUnknown && !isBroken)
            return null;
        var words = string.Join(
            ", ",
            results
                .Where(r => r.Reason is not null && r.Outcome != ProofOutcome.NotApplicable)
                .Select(r => $"{r.Number} {r.Outcome} {r.Reason}")
        );
        return new Judged(mutant, isBroken, FateOf(results), words);
    }

    private static SmtVerdict Worst(IEnumerable<SmtVerdict> verdicts) =>
        verdicts
            .OrderBy(v =>
                v switch
                {
                    SmtVerdict.Broken => 0,
                    SmtVerdict.Unknown => 1,
                    SmtVerdict.Holds => 2,
                    _ => 3,
                }
            )
            .First();

    private static string? Problem(SmtVerdict verdict, GuaranteeResult result) =>
        (verdict, result.Outcome) switch
        {

            (SmtVerdict.Broken, ProofOutcome.Proven or ProofOutcome.NotApplicable)
            or
            (SmtVerdict.Holds, ProofOutcome.Refuted or ProofOutcome.NotApplicable)
            or (SmtVerdict.NotApplicable, not ProofOutcome.NotApplicable) =>
                $"guarantee {result.Number}: Z3 {verdict}, prove {result.Outcome} {result.Reason} {result.Counterexample}",
            _ => null,
        };

    private static Fate FateOf(ImmutableArray<GuaranteeResult> results)
    {
        if (results.Any(r => r.Outcome == ProofOutcome.Refuted))
            return Fate.Refuted;
        return results.Any(r => r.Outcome == ProofOutcome.NotProven) ? Fate.NotProven : Fate.Proven;
    }

    private void Report(int all, int chosen, List<Judged> judged, int unread, int unknown)
    {
        string Rate(IEnumerable<Judged> some, Fate fate)
        {
            var list = some.ToList();
            return string.Create(CultureInfo.InvariantCulture, $"{list.Count(j => j.Fate == fate)} of {list.Count}");
        }
        var changed = judged.Where(j => j.IsChanged).ToList();
        var harmless = judged.Where(j => !j.IsChanged).ToList();
        log.WriteLine(
            $"{chosen} of {all} mutants, seed {TestScale.DecisionSeed}: {unread} that nobody accepts, {unknown} of which Z3 cannot tell"
        );
        log.WriteLine(
            $"they matter: refuted {Rate(changed, Fate.Refuted)}, not proven {Rate(changed, Fate.NotProven)}"
        );
        log.WriteLine($"harmless: refuted {Rate(harmless, Fate.Refuted)}, not proven {Rate(harmless, Fate.NotProven)}");
        foreach (var construct in judged.GroupBy(j => j.Mutant.Construct).OrderBy(g => g.Key, StringComparer.Ordinal))
            log.WriteLine(
                $"{construct.Key}: they matter: refuted {Rate(construct.Where(j => j.IsChanged), Fate.Refuted)}; harmless: not proven {Rate(construct.Where(j => !j.IsChanged), Fate.NotProven)}"
            );
        foreach (var left in judged.Where(j => j.Fate == Fate.NotProven))
            log.WriteLine(
                $"not proven ({(left.IsChanged ? "matters" : "harmless")}): {left.Mutant.Construct}: {left.Mutant.Name}: {left.Words}"
            );
    }
}
