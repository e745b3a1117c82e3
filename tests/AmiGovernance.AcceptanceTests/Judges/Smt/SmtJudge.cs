namespace AmiGovernance.AcceptanceTests.Judges.Smt;

/// <summary>What the judge found of a guarantee.</summary>
internal enum SmtVerdict
{
    Holds,
    Broken,
    NotApplicable,
    Unknown,
}

/// <summary>Asks Z3; the same question is asked once.</summary>
internal sealed class SmtJudge : IDisposable
{
    private readonly Z3 z3 = new();
    private readonly Dictionary<string, Satisfiability> known = new(StringComparer.Ordinal);

    public int Asked => known.Count;

    public SmtVerdict[] Judge(SmtGuarantees guarantees) => [.. guarantees.All().Select(Judge)];

    public SmtVerdict Judge(SmtClaim claim)
    {
        if (!claim.IsApplicable)
            return SmtVerdict.NotApplicable;
        var breaking = claim.NeedsAll ? Satisfiability.Unsatisfiable : Satisfiability.Satisfiable;
        var isUnknown = false;
        foreach (var question in claim.IsBroken ? [] : claim.Questions)
        {
            var answer = Ask(question);
            if (answer == breaking)
                return SmtVerdict.Broken;
            isUnknown |= answer == Satisfiability.Unknown;
        }
        foreach (var (known, atAll) in claim.Some)
        {
            if (Ask(known) == Satisfiability.Satisfiable)
                continue;
            if (Ask(atAll) == Satisfiability.Unsatisfiable)
                return SmtVerdict.Broken;
            isUnknown = true;
        }
        if (claim.IsBroken)
            return SmtVerdict.Broken;
        return isUnknown ? SmtVerdict.Unknown : SmtVerdict.Holds;
    }

    /// <summary>A request that breaks the claim, as Z3 prints it.</summary>
    public string? Model(SmtClaim claim)
    {
        var question = claim.NeedsAll ? null : Array.Find(claim.Questions, q => Ask(q) == Satisfiability.Satisfiable);
        return question is null
            ? null
            : z3.Run(
                $"{question}\n(check-sat)\n(get-value (partition region imageDigits alias ownerAccount account time))"
            );
    }

    private Satisfiability Ask(string question)
    {
        // A folded formula needs no solver.
        if (question.Contains("(assert false)", StringComparison.Ordinal))
            return Satisfiability.Unsatisfiable;
        if (!known.TryGetValue(question, out var answer))
            known[question] = answer = z3.Check(question);
        return answer;
    }

    public void Dispose() => z3.Dispose();
}
