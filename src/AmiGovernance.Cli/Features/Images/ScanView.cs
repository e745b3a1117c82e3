using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>What a scan found, and what it could not look at.</summary>
internal sealed class ScanView
{
    /// <summary>Accounts and Regions that a message names before it only counts.</summary>
    private const int NamedPlaces = 3;

    private readonly ScanRecord scan;
    private readonly ImmutableArray<RegionScan> ledger;
    private readonly ImmutableArray<(FindingKind Kind, int Count)> counts;
    private readonly ImmutableArray<ListedImage> publicImages;

    public ScanView(ScanRecord scan, ImmutableArray<RegionScan> ledger, InventoryQueries queries)
    {
        (this.scan, this.ledger) = (scan, ledger);
        counts = queries.Counts();
        publicImages = queries.List(
            new ListFilter([FindingKind.Public.Name(), FindingKind.PublicSnapshot.Name()], [], [], null)
        );
        Gaps = [.. GapsOf(ledger)];
    }

    /// <summary>One for each reason.</summary>
    public ImmutableArray<Diagnostic> Gaps { get; }

    public bool Has(IReadOnlyCollection<string> kinds) => counts.Any(c => kinds.Contains(c.Kind.Name()));

    private static IEnumerable<Diagnostic> GapsOf(ImmutableArray<RegionScan> ledger)
    {
        // The same cause has the same call and code; the text behind them names each account.
        foreach (
            var reason in ledger
                .Where(r => r.Coverage.IsGap())
                .GroupBy(r => string.Join(": ", r.Reason.Split(": ").Take(2)))
                .OrderBy(g => g.Key, StringComparer.Ordinal)
        )
        {
            var places = reason
                .Select(r => $"{r.Account} {(r.Region == RegionScan.AllRegions ? "in every Region" : r.Region)}")
                .ToList();
            var more =
                places.Count > NamedPlaces
                    ? string.Create(CultureInfo.InvariantCulture, $" and {places.Count - NamedPlaces} more")
                    : "";
            yield return new Diagnostic(
                ImagesDiagnostics.NotRead,
                ImagesDiagnostics.NotRead.Severity,
                $"not read: {string.Join(", ", places.Take(NamedPlaces))}{more}: {reason.First().Reason}",
                SourceLocation.OfFile(SourceText.Missing("AWS"))
            )
            {
                Help = "nothing is known of them; `amigov images scan --resume` reads them when the cause is mended",
            };
        }
    }

    public string Text(CliContext context, string path)
    {
        var text = new StringBuilder();
        text.Append(Headline()).Append(" into ").Append(path).Append('\n');
        if (!counts.IsEmpty)
            text.Append('\n')
                .Append(
                    TableOutput.Text(
                        context,
                        ["FOUND", "KIND", "MEANING"],
                        counts.Select(c =>
                            (string[])
                                [c.Count.ToString("N0", CultureInfo.InvariantCulture), c.Kind.Name(), c.Kind.Title()]
                        )
                    )
                );
        if (!publicImages.IsEmpty)
            text.Append('\n').Append(TableOutput.Text(context, ListView.Headers, publicImages.Select(ListView.Cells)));
        text.Append('\n');
        if (scan.Depth != ScanDepth.Full)
            text.Append(NotLooked()).Append('\n');
        text.Append(Verdict()).Append('\n');
        return text.ToString();
    }

    public string Markdown()
    {
        var text = new StringBuilder();
        text.Append("## amigov images scan\n\n").Append(Headline()).Append(".\n");
        if (!counts.IsEmpty)
            text.Append('\n')
                .Append(
                    TableOutput.Markdown(
                        ["found", "kind", "meaning"],
                        counts.Select(c =>
                            (string[])[c.Count.ToString(CultureInfo.InvariantCulture), c.Kind.Name(), c.Kind.Title()]
                        )
                    )
                );
        if (!publicImages.IsEmpty)
            text.Append('\n')
                .Append(
                    TableOutput.Markdown(
                        [.. ListView.Headers.Select(h => h.ToLowerInvariant())],
                        publicImages.Select(ListView.Cells)
                    )
                );
        if (!Gaps.IsEmpty)
            text.Append("\nNot read:\n\n")
                .Append(
                    TableOutput.Markdown(
                        ["account", "region", "outcome", "reason"],
                        ledger
                            .Where(r => r.Coverage.IsGap())
                            .Select(r => (string[])[r.Account.Value, r.Region, r.Coverage.Name(), r.Reason])
                    )
                );
        if (scan.Depth != ScanDepth.Full)
            text.Append('\n').Append(NotLooked()).Append('\n');
        return text.ToString();
    }

    public string Json() =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            InventoryJson.WriteScan(writer, scan, ledger);
            writer.WriteStartObject("findings");
            foreach (var (kind, count) in counts)
                writer.WriteNumber(kind.Name(), count);
            writer.WriteEndObject();
            writer.WriteStartArray("public_images");
            foreach (var image in publicImages)
                InventoryJson.Write(writer, image);
            writer.WriteEndArray();
            InventoryJson.WriteGaps(writer, ledger);
            writer.WriteEndObject();
        });

    private string Headline() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"scan {scan.Number} ({scan.Depth.Name()}) of {scan.Organization}: {Plural.Of(ledger.Count(IsRead), "Region")} of {Plural.Of(ledger.Where(IsRead).Select(r => r.Account).Distinct().Count(), "account")} read"
        );

    private static bool IsRead(RegionScan entry) => entry.Coverage is Coverage.Read or Coverage.Partial;

    private string NotLooked() =>
        scan.Depth == ScanDepth.Public
            ? "only public images were looked at; `--depth full` looks at everything"
            : "to whom private images are shared was not looked at; `--depth full` does";

    private string Verdict()
    {
        var open = ledger.Count(r => r.Coverage.IsGap());
        var skipped = ledger.Count(r => r.Coverage == Coverage.Skipped);
        var rest = string.Concat(
            open > 0 ? $"; {Plural.Of(open, "account and Region", "accounts and Regions")} not read" : "",
            skipped > 0
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"; {skipped} skipped (Region not enabled, or account not active)"
                )
                : ""
        );
        if (publicImages.IsEmpty)
            return $"{(open == 0 ? "✅ no public images" : "⚠ no public images where it could look")}{rest}";
        // An image is open to all too when its snapshot is.
        var bySnapshot = publicImages.Count(i => i.Findings.All(f => f.Kind != FindingKind.Public));
        var found =
            publicImages.Length > bySnapshot
                ? $"{Plural.Of(publicImages.Length - bySnapshot, "public image")}{(bySnapshot > 0 ? "; " : "")}"
                : "";
        return $"❌ {found}{(bySnapshot > 0 ? $"{Plural.Of(bySnapshot, "image")} with a public snapshot" : "")}{rest}";
    }
}
