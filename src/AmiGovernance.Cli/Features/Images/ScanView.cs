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
    private readonly ScanRecord scan;
    private readonly ImmutableArray<RegionScan> ledger;

    /// <summary>Of the ledger what the scan was to look at: the rest is no failure of its own.</summary>
    private readonly ImmutableArray<RegionScan> asked;
    private readonly ImmutableArray<(FindingKind Kind, int Count)> counts;
    private readonly ImmutableArray<ListedImage> publicImages;

    public ScanView(ScanRecord scan, ImmutableArray<RegionScan> ledger, InventoryQueries queries)
    {
        (this.scan, this.ledger) = (scan, ledger);
        counts = queries.Counts();
        publicImages = queries.List(
            new ListFilter { Findings = [FindingKind.Public.Name(), FindingKind.PublicSnapshot.Name()] }
        );
        asked = [.. ledger.Where(r => r.Coverage != Coverage.NotAsked)];
        Gaps = [.. ScanGaps.Of(asked)];
    }

    /// <summary>One for each reason.</summary>
    public ImmutableArray<Diagnostic> Gaps { get; }

    public Looked Looked => new(asked.Count(r => r.Coverage.HasImages()), asked.Count(r => r.Coverage.IsGap()));

    public bool Has(IReadOnlyCollection<FindingKind> kinds) => counts.Any(c => kinds.Contains(c.Kind));

    /// <param name="path">Of the inventory.</param>
    public string Render(CliContext context, OutputFormat format, string path) =>
        format switch
        {
            OutputFormat.Json => Json(),
            OutputFormat.Markdown => Markdown(),
            _ => Text(context, path),
        };

    private string Text(CliContext context, string path)
    {
        var text = new StringBuilder();
        text.Append(Headline()).Append(" into ").Append(path).Append('\n');
        if (!counts.IsEmpty)
        {
            var rows = counts.Select(c => Cells(c.Kind, c.Count.ToString("N0", CultureInfo.InvariantCulture)));
            text.Append('\n').Append(TableOutput.Text(context, ["FOUND", "KIND", "MEANING"], rows));
        }
        if (!publicImages.IsEmpty)
            text.Append('\n').Append(ListView.Table(context, publicImages));
        text.Append('\n');
        if (scan.Depth != ScanDepth.Full)
            text.Append(NotLooked()).Append('\n');
        text.Append(Verdict()).Append('\n');
        return text.ToString();
    }

    private MarkdownText Markdown()
    {
        var parts = new List<MarkdownText> { MarkdownText.Of($"## amigov images scan\n\n{Headline()}.\n") };
        if (!counts.IsEmpty)
        {
            var rows = counts.Select(c => Cells(c.Kind, c.Count.ToString(CultureInfo.InvariantCulture)));
            parts.Add(MarkdownText.Of($"\n{TableOutput.Markdown(["found", "kind", "meaning"], rows)}"));
        }
        if (!publicImages.IsEmpty)
            parts.Add(MarkdownText.Of($"\n{ListView.Markdown(publicImages)}"));
        if (!Gaps.IsEmpty)
        {
            string[] headers = ["account", "region", "outcome", "reason"];
            var gaps = TableOutput.Markdown(headers, GapsOf(asked).Select(Cells));
            parts.Add(MarkdownText.Of($"\nNot read:\n\n{gaps}"));
        }
        if (scan.Depth != ScanDepth.Full)
            parts.Add(MarkdownText.Of($"\n{NotLooked()}\n"));
        return MarkdownText.Concat(parts);
    }

    private static string[] Cells(FindingKind kind, string count) => [count, kind.Name(), kind.Title()];

    private static string[] Cells(RegionScan gap) =>
        [gap.Account.Value, gap.RegionText, gap.Coverage.Name(), gap.Reason];

    private static IEnumerable<RegionScan> GapsOf(ImmutableArray<RegionScan> ledger) =>
        ledger.Where(r => r.Coverage.IsGap());

    private string Json() =>
        ReportJson.Of(
            new ScanDocument(
                ScanPart.Of(scan, ledger),
                counts.ToDictionary(c => c.Kind.Name(), c => c.Count),
                [.. publicImages.Select(InventoryJson.Of)],
                InventoryGapPart.Of(asked)
            )
        );

    private string Headline() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"scan {scan.Number} ({scan.Depth.Name()}) of {scan.Organization}: {ReadPlaces(ledger)} read"
        );

    /// <summary>How much was read: `4 Regions of 2 accounts`.</summary>
    public static string ReadPlaces(ImmutableArray<RegionScan> ledger)
    {
        var read = ledger.Where(r => r.Coverage.HasImages()).ToList();
        var accounts = read.Select(r => r.Account).Distinct().Count();
        return $"{Plural.Of(read.Count, "Region")} of {Plural.Of(accounts, "account")}";
    }

    private string NotLooked() =>
        scan.Depth == ScanDepth.Public
            ? "only public images were looked at; `--depth full` looks at everything"
            : "to whom private images are shared was not checked; `--depth full` does";

    private string Verdict()
    {
        var open = GapsOf(asked).Count();
        var rest = string.Concat(Rest(open));
        if (!publicImages.IsEmpty)
            return $"❌ {string.Join("; ", Open())}{rest}";
        if (Looked.IsNothing)
            return $"⚠ nothing was read, so nothing is known of public images{rest}";
        return Looked.IsComplete ? $"✅ no public images{rest}" : $"⚠ no public images where it could look{rest}";
    }

    private IEnumerable<string> Rest(int open)
    {
        if (open > 0)
            yield return $"; {InventoryOutput.Places(open)} not read";
        var skipped = ledger.Count(r => r.Coverage == Coverage.Skipped);
        if (skipped > 0)
            yield return $"; {skipped} skipped (Region not enabled, or account not active)";
    }

    /// <summary>An image is open to all too when its snapshot is.</summary>
    private IEnumerable<string> Open()
    {
        var bySnapshot = publicImages.Count(i => i.Findings.All(f => f.Kind != FindingKind.Public));
        if (publicImages.Length > bySnapshot)
            yield return Plural.Of(publicImages.Length - bySnapshot, "public image");
        if (bySnapshot > 0)
            yield return $"{Plural.Of(bySnapshot, "image")} with a public snapshot";
    }
}
