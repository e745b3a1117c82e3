using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Reporting;

namespace AmiGovernance.Cli.Shell;

/// <summary>Prints findings like a compiler: place, message, the line with the place underlined, and advice.</summary>
/// <param name="width">In columns, of the terminal.</param>
internal sealed class DiagnosticPrinter(TextWriter writer, bool color = false, int width = 120)
{
    /// <summary>The number of a line, and the marks of what is cut.</summary>
    private const int Margin = 10;

    /// <summary>Longer source lines, such as those of minified JSON, are cut around the place.</summary>
    private readonly int maxLine = Math.Clamp(width - Margin, 20, 110);

    public void Print(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
            Print(diagnostic);
    }

    public void PrintSummary(FindingsReport report)
    {
        string[] parts =
        [
            .. new[] { (report.Errors, "error"), (report.Warnings, "warning"), (report.Notes, "note") }
                .Where(p => p.Item1 > 0)
                .Select(p => Plural.Of(p.Item1, p.Item2)),
        ];
        if (parts.Length > 0)
            writer.WriteLine(string.Join(", ", parts));
    }

    public void Print(Diagnostic diagnostic)
    {
        var start = diagnostic.Location.Start;
        var path = Sanitize.Text(diagnostic.Location.Source.Path);
        var place = diagnostic.Location.Source.Bytes.IsEmpty
            ? path
            : string.Create(CultureInfo.InvariantCulture, $"{path}:{start.Line}:{start.Column}");
        var kind = Paint(diagnostic.Severity, $"{diagnostic.Severity.Name()} {diagnostic.Code}");
        writer.WriteLine($"{Bold(place)}: {kind}: {Bold(diagnostic.Message)}");
        PrintSource(diagnostic.Location, diagnostic.Severity);
        foreach (var related in diagnostic.Related)
        {
            var at = related.Location.Start;
            writer.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"      = {related.Message}: {Sanitize.Text(related.Location.Source.Path)}:{at.Line}:{at.Column}"
                )
            );
        }
        if (diagnostic.Help is { } help)
            writer.WriteLine($"      = help: {help}");
        if (diagnostic.Fix is { } fix)
        {
            var command = fix.IsSafe ? diagnostic.Location.Source.Upkeep?.FixedBy : null;
            var how = command is null ? "" : $" (`{command}` does it)";
            writer.WriteLine($"      = fix: {Sanitize.Text(fix.Title)}{how}");
        }
        writer.WriteLine();
    }

    /// <summary>A place with a remark, without being a finding.</summary>
    public void PrintPlace(SourceLocation location, string remark)
    {
        var start = location.Start;
        writer.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  --> {Sanitize.Text(location.Source.Path)}:{start.Line}:{start.Column}: {remark}"
            )
        );
        PrintSource(location, Severity.Error);
    }

    private void PrintSource(SourceLocation location, Severity severity)
    {
        if (location.Source.Bytes.IsEmpty || location is { Pointer: "", Span: { Start: 0, Length: 0 } })
            return;
        var (start, end) = (location.Start, location.End);
        var (line, skipped, hasMore) = location.Source.GetLineAround(location.Span.Start, maxLine);
        var from = Math.Clamp(start.Column - 1 - skipped, 0, line.Length);
        var to = end.Line == start.Line ? Math.Clamp(end.Column - 1 - skipped, from, line.Length) : line.Length;
        // Cut long lines to a window that begins a little before the place.
        var isLong = hasMore || skipped + line.Length > maxLine;
        var cut = isLong ? Math.Max(0, from - maxLine / 3) : 0;
        var shownEnd = Math.Min(line.Length, cut + maxLine);
        to = Math.Min(to, shownEnd);
        var before = Sanitize.Text(line[cut..from].Replace('\t', ' '));
        var marked = Sanitize.Text(line[from..to].Replace('\t', ' '));
        var after = Sanitize.Text(line[to..shownEnd].Replace('\t', ' '));
        var lead = cut + skipped > 0 ? "…" : "";
        var tail = hasMore || shownEnd < line.Length ? "…" : "";
        var number = start.Line.ToString(CultureInfo.InvariantCulture).PadLeft(5);
        writer.WriteLine($"{number} | {lead}{before}{marked}{after}{tail}");
        var carets = new string('^', Math.Max(1, marked.Length));
        writer.WriteLine($"      | {new string(' ', lead.Length + before.Length)}{Paint(severity, carets)}");
    }

    private string Bold(string text) => color ? $"{Colors.Bold}{text}{Colors.Reset}" : text;

    private string Paint(Severity severity, string text) =>
        severity switch
        {
            _ when !color => text,
            Severity.Error => $"{Colors.Red}{text}{Colors.Reset}",
            Severity.Warning => $"{Colors.Yellow}{text}{Colors.Reset}",
            _ => $"{Colors.BrightCyan}{text}{Colors.Reset}",
        };
}
