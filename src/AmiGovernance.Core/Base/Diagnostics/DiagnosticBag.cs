using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Base.Diagnostics;

/// <summary>Collects findings; every function that reads user input takes one and goes on after a mistake.</summary>
public sealed class DiagnosticBag
{
    /// <summary>Of one severity; further ones are counted. Whoever makes millions of mistakes fixes the first of them first.</summary>
    private const int MostKept = 5000;

    /// <summary>In characters: what people write may be of any length, and a message quotes it.</summary>
    private const int LongestText = 4000;

    private readonly List<Diagnostic> diagnostics = [];
    private readonly OmittedCount omitted = new();
    private readonly HashSet<string> advised = new(StringComparer.Ordinal);
    private readonly int[] kept = new int[Enum.GetValues<Severity>().Length];

    public bool HasErrors => Errors > 0;

    /// <summary>All, whether or not they are kept.</summary>
    public int Errors { get; private set; }

    public int Count => diagnostics.Count;

    public void Add(Diagnostic diagnostic)
    {
        if (diagnostic.Severity == Severity.Error)
            Errors += diagnostic.Count;
        if (omitted.Take(diagnostic))
            return;
        if (kept[(int)diagnostic.Severity] >= MostKept)
        {
            omitted.Add(diagnostic);
            return;
        }
        kept[(int)diagnostic.Severity]++;
        diagnostics.Add(diagnostic);
    }

    /// <summary>
    /// True, with the finding counted, where so many are kept that it would not be: then nobody needs its place and its words.
    /// </summary>
    public bool CountsOnly(DiagnosticDescriptor descriptor, SourceText source)
    {
        if (kept[(int)descriptor.Severity] < MostKept)
            return false;
        Add(new Diagnostic(descriptor, descriptor.Severity, "", SourceLocation.OfFile(source)));
        return true;
    }

    public void Report(
        DiagnosticDescriptor descriptor,
        SourceLocation location,
        string message,
        string? help = null,
        TextFix? fix = null,
        Severity? severity = null,
        params ReadOnlySpan<RelatedLocation> related
    )
    {
        var advice = Advice(location.Source, help, severity ?? descriptor.Severity);
        Add(
            new Diagnostic(descriptor, severity ?? descriptor.Severity, Sanitize.Text(Shown(message)), location)
            {
                Help = advice is null ? null : Sanitize.Text(Shown(advice)),
                Fix = fix,
                Related = [.. related],
            }
        );
    }

    /// <summary>With the first error in a file that a command wrote, which one writes it again.</summary>
    private string? Advice(SourceText source, string? help, Severity severity)
    {
        if (severity != Severity.Error || source.Upkeep?.WrittenAgain is not { } again)
            return help;
        var isSaid = help?.Contains("`amigov ", StringComparison.Ordinal) == true;
        if (isSaid || !advised.Add(source.Path))
            return help;
        return help is null ? again : $"{help}; {again}";
    }

    private static string Shown(string text) => Shortened.Text(text, LongestText);

    public void AddRange(IEnumerable<Diagnostic> range)
    {
        foreach (var diagnostic in range)
            Add(diagnostic);
    }

    /// <summary>
    /// By file, place and code, so that the same input always gives the same output; what is not kept is counted at the end.
    /// </summary>
    public ImmutableArray<Diagnostic> ToSorted() =>
        [
            .. diagnostics
                .OrderBy(d => d.Location.Source.Path, StringComparer.Ordinal)
                .ThenBy(d => d.Location.Span.Start)
                .ThenBy(d => d.Code, StringComparer.Ordinal)
                .ThenBy(d => d.Message, StringComparer.Ordinal),
            .. omitted.Findings,
        ];
}
