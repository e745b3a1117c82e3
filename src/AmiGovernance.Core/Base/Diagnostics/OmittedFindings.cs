using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Base.Diagnostics;

/// <summary>
/// Nobody reads a million findings. Those beyond a number are counted: one finding for each severity stands for all that are not listed.
/// </summary>
public static class OmittedFindings
{
    /// <summary>That are listed for people and machines.</summary>
    public const int MostListed = 200;

    public static readonly DiagnosticDescriptor More = new("AMI0010", Severity.Error, "more findings than are listed");

    /// <param name="source">Where one of them is.</param>
    public static Diagnostic Of(Severity severity, int count, SourceText source) =>
        new(
            More,
            severity,
            string.Create(CultureInfo.InvariantCulture, $"not listed: {count} more {Word(severity)}"),
            SourceLocation.OfFile(SourceText.Missing(source.Path))
        )
        {
            Help = "fix what is listed, and run the command again",
            Count = count,
        };

    /// <summary>
    /// At most <see cref="MostListed"/>, in their order, the most severe before all others; and what stands for the rest.
    /// </summary>
    public static ImmutableArray<Diagnostic> Cut(ImmutableArray<Diagnostic> findings)
    {
        if (findings.Length <= MostListed)
            return findings;
        var omitted = new OmittedCount();
        var listed = findings
            .Select((finding, index) => (Finding: finding, Index: index))
            .Where(f => !omitted.Take(f.Finding))
            .OrderByDescending(f => f.Finding.Severity)
            .ThenBy(f => f.Index)
            .ToList();
        foreach (var (finding, _) in listed.Skip(MostListed))
            omitted.Add(finding);
        return [.. listed.Take(MostListed).OrderBy(f => f.Index).Select(f => f.Finding), .. omitted.Findings];
    }

    private static string Word(Severity severity) =>
        severity switch
        {
            Severity.Error => "errors",
            Severity.Warning => "warnings",
            _ => "notes",
        };
}

/// <summary>How many findings were left out, by their severity.</summary>
internal sealed class OmittedCount
{
    private readonly SortedDictionary<Severity, (int Count, SourceText Source)> counts = [];

    public void Add(Diagnostic finding)
    {
        var (count, source) = counts.GetValueOrDefault(finding.Severity, (0, finding.Location.Source));
        counts[finding.Severity] = (count + finding.Count, source);
    }

    /// <summary>Takes over what stands for others; false for any other finding.</summary>
    public bool Take(Diagnostic finding)
    {
        if (finding.Descriptor != OmittedFindings.More)
            return false;
        Add(finding);
        return true;
    }

    /// <summary>What stands for them, the most severe first.</summary>
    public IEnumerable<Diagnostic> Findings =>
        counts.Reverse().Select(c => OmittedFindings.Of(c.Key, c.Value.Count, c.Value.Source));
}
