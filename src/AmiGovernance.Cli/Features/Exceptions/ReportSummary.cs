using System.Globalization;
using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>What the report on exceptions says at its top: one line for each thing to know.</summary>
internal static class ReportSummary
{
    public static IEnumerable<string> Lines(ExceptionReport report)
    {
        yield return Counts(report);
        if (report.AverageDays is { } average)
            yield return string.Create(CultureInfo.InvariantCulture, $"on average {average:0.#} days long");
        if (!report.Overdue.IsEmpty)
            yield return $"overdue: {string.Join(", ", report.Overdue.Select(o => o.Ticket).Distinct())}";
        if (report.ExtendedMoreThanOnce.Any())
            yield return $"extended more than once: {Names(report.ExtendedMoreThanOnce)}";
        foreach (var line in Use(report))
            yield return line;
    }

    private static string Counts(ExceptionReport report) =>
        string.Join(
            ", ",
            Enum.GetValues<SpanState>()
                .Select(s =>
                    string.Create(CultureInfo.InvariantCulture, $"{report.Count(s)} {ReportCells.StateName(s)}")
                )
        );

    /// <summary>What is known of the use of the images.</summary>
    public static IEnumerable<string> Use(ExceptionReport report)
    {
        if (report.LookedAt.IsEmpty)
        {
            yield return "use of the images: not checked;"
                + " `--trail` names what `amigov trail scan` wrote, `--db` the inventory";
            yield break;
        }

        var never = report.InForceWith(UseState.Unused).ToList();
        var notSeen = report.InForceWith(UseState.NotSeen).ToList();
        if (never.Count > 0)
            yield return $"never used: {Names(never)}";
        if (notSeen.Count > 0)
            yield return $"no use seen, but not all was looked at: {Names(notSeen)}";
        if (never.Count + notSeen.Count == 0 && report.InForceWith(UseState.Used).Any())
            yield return "all were used";
        foreach (var source in report.LookedAt)
            yield return $"looked at: {source}";
    }

    private static string Names(IEnumerable<ExceptionSpan> spans) => string.Join(", ", spans.Select(s => s.Name));
}
