using System.Globalization;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>Words for what was read, and how its parts are written.</summary>
internal static class TrailText
{
    public static string Read(TrailLedger ledger) => Read(ledger, ("file", "files"));

    /// <summary>Query engines do not say how long a text is, and some not in how many files it was.</summary>
    public static string Read(TrailLedger ledger, (string One, string Several) unit) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(ledger.Files > 0 || ledger.Counts.Records == 0 ? $"{Of(ledger.Files, unit.One, unit.Several)}, " : "")}{(ledger.Counts.Text > 0 || ledger.Counts.Records == 0 ? $"{Size(ledger.Counts.Text)} of text" : $"{Size(ledger.Counts.Stored)} stored")}, {Of(ledger.Counts.Records, "event")}, {ledger.Counts.Watched:N0} of them on images and guardrails"
        );

    public static string Skipped(TrailLedger ledger) =>
        string.Join(
            ", ",
            ledger.Skipped.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Value:N0} × {s.Key}"))
        );

    /// <summary>What was not counted, or not as usual, and why: one line each.</summary>
    public static IEnumerable<string> Remarks(TrailLedger ledger, (string One, string Several) unit)
    {
        var c = ledger.Counts;
        foreach (
            var (count, what) in new[]
            {
                (c.Duplicates, "delivered again and counted once"),
                (c.OutsideTime, "outside of --from and --to"),
                (c.OtherPlaces, "of other accounts and Regions"),
                (c.OtherCategories, "no management events (Insights and the like)"),
                (c.WithoutId, "without eventID, so that duplicates are not seen"),
                (c.UnknownVersions, "of a version that amigov does not know"),
                (c.NotRecords, "objects that are no CloudTrail records"),
                (c.DamagedRecords, "damaged or too long, and not counted"),
                (ledger.Folded, "counted without their details, for there are too many different ones"),
                (unit.One == "file" ? ledger.EmptyFiles : 0, "empty files"),
            }
        )
            if (count > 0)
                yield return string.Create(CultureInfo.InvariantCulture, $"{what}: {count:N0}");
        if (!ledger.Skipped.IsEmpty)
            yield return $"{unit.Several} left out: {Skipped(ledger)}";
    }

    public static string Of(long count, string noun, string? several = null) =>
        $"{Number(count)} {(count == 1 ? noun : several ?? $"{noun}s")}";

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset? time) =>
        time is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "";

    public static string Day(DateTimeOffset? time) =>
        time is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "";

    public static string Size(long bytes) =>
        bytes switch
        {
            < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} KB"),
            < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
            < 1_000_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.##} GB"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e12:0.##} TB"),
        };
}
