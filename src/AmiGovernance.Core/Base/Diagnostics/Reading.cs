using System.Collections.Immutable;

namespace AmiGovernance.Core.Base.Diagnostics;

/// <summary>
/// What was read, with what is wrong with it. Whoever takes the value says what becomes of the findings: they are reported,
/// they make the value worthless, or there can be none.
/// </summary>
/// <param name="Findings">Sorted by file, place and code.</param>
public readonly record struct Reading<T>(T? Value, ImmutableArray<Diagnostic> Findings)
    where T : class
{
    private bool HasErrors => Findings.Any(f => f.Severity == Severity.Error);

    /// <summary>
    /// Null when there are errors: for a value that is of use only as a whole, where somebody else reports why it is not.
    /// </summary>
    public T? IfSound => HasErrors ? null : Value;

    /// <summary>For text of our own, which has no errors. Throws <see cref="InvalidOperationException"/> when it has: a bug.</summary>
    public T Sound =>
        IfSound
        ?? throw new InvalidOperationException($"our own text cannot be read: {Findings.FirstOrDefault()?.Message}");

    /// <summary>Hands the findings on; null when nothing could be read.</summary>
    public T? ReportTo(DiagnosticBag bag)
    {
        bag.AddRange(Findings);
        return Value;
    }

    /// <summary>Hands the findings on; null when there are errors: a value that is wrong in part must not be used.</summary>
    public T? RequireSound(DiagnosticBag bag)
    {
        bag.AddRange(Findings);
        return IfSound;
    }
}

/// <summary>Makes a <see cref="Reading{T}"/> of a reader that reports to a bag.</summary>
public static class Reading
{
    public static Reading<T> Of<T>(Func<DiagnosticBag, T?> read)
        where T : class
    {
        var bag = new DiagnosticBag();
        var value = read(bag);
        return new Reading<T>(value, bag.ToSorted());
    }
}
