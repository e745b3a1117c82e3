using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
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

    /// <summary>As earlier scans saw them, where this one has not read.</summary>
    private readonly ImmutableArray<ListedImage> elsewhere;

    /// <summary>Accounts and Regions whose Allowed AMIs hides images of others.</summary>
    private readonly int hiding;

    public ScanView(ScanRecord scan, ImmutableArray<RegionScan> ledger, InventoryQueries queries)
    {
        (this.scan, this.ledger) = (scan, ledger);
        var read = ledger.Where(r => r.Coverage.HasImages()).Select(r => (r.Account.Value, r.RegionText)).ToHashSet();
        counts = queries.CountsOf(scan.Number);
        var open = queries
            .List(new ListFilter { Findings = [FindingKind.Public.Name(), FindingKind.PublicSnapshot.Name()] })
            .ToLookup(i => read.Contains((i.Account, i.Region)));
        (publicImages, elsewhere) = ([.. open[true]], [.. open[false]]);
        asked = [.. ledger.Where(r => r.Coverage != Coverage.NotAsked)];
        if (scan.Depth > ScanDepth.Public)
            hiding = queries.Settings().Count(s => s.HidesImages && read.Contains((s.Account, s.Region)));
        Gaps = [.. ScanGaps.Of(asked)];
    }

    /// <summary>One for each reason.</summary>
    public ImmutableArray<Diagnostic> Gaps { get; }

    public Looked Looked => new(asked.Count(r => r.Coverage.HasImages()), asked.Count(r => r.IsGap));

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
        foreach (var line in NotLooked())
            text.Append(line).Append('\n');
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
            parts.Add(MarkdownText.Of($"\n{ListView.Table(publicImages)}"));
        if (!Gaps.IsEmpty)
        {
            string[] headers = ["account", "region", "outcome", "reason"];
            var gaps = TableOutput.Markdown(headers, GapsOf(asked).Select(Cells));
            parts.Add(MarkdownText.Of($"\nNot read:\n\n{gaps}"));
        }
        if (!elsewhere.IsEmpty)
            parts.Add(MarkdownText.Of($"\nNot read now, as earlier scans saw it:\n\n{ListView.Table(elsewhere)}"));
        parts.AddRange(NotLooked().Select(line => MarkdownText.Of($"\n{line}\n")));
        return MarkdownText.Concat(parts);
    }

    private static string[] Cells(FindingKind kind, string count) => [count, kind.Name(), kind.Title()];

    private static string[] Cells(RegionScan gap) =>
        [gap.Account.Value, gap.RegionText, gap.Coverage.Name(), gap.Reason];

    private static IEnumerable<RegionScan> GapsOf(ImmutableArray<RegionScan> ledger) => ledger.Where(r => r.IsGap);

    private string Json() =>
        ReportJson.Of(
            new ScanDocument(
                ScanPart.Of(scan, ledger),
                counts.ToDictionary(c => c.Kind.Name(), c => c.Count),
                [.. publicImages.Select(InventoryJson.Of)],
                InventoryGapPart.Of(asked)
            )
            {
                PublicElsewhere = [.. elsewhere.Select(InventoryJson.Of)],
                HidingPlaces = hiding,
            }
        );

    private string Headline() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"scan {scan.Number} ({scan.Depth.Name()}) of {scan.Organization} on {scan.StartedAt.Day().Text()}: {ReadPlaces(ledger)} read"
        );

    /// <summary>How much was read: `4 Regions of 2 accounts`.</summary>
    public static string ReadPlaces(ImmutableArray<RegionScan> ledger)
    {
        var read = ledger.Where(r => r.Coverage.HasImages()).ToList();
        var accounts = read.Select(r => r.Account).Distinct().Count();
        return $"{Plural.Of(read.Count, "Region")} of {Plural.Of(accounts, "account")}";
    }

    private IEnumerable<string> NotLooked()
    {
        if (scan.Depth == ScanDepth.Public)
            yield return "only public images were looked at; `--depth full` looks at everything";
        else if (scan.Depth != ScanDepth.Full)
            yield return "to whom private images are shared was not checked; `--depth full` does";
        if (hiding > 0)
            yield return $"images of others that Allowed AMIs hides are not seen in {InventoryOutput.Places(hiding)}";
    }

    private string Verdict()
    {
        var rest = string.Concat(Rest());
        if (!publicImages.IsEmpty)
            return $"❌ {Opened(publicImages)}{rest}";
        if (Looked.IsNothing)
            return $"⚠ nothing was read, so nothing is known of public images{rest}";
        return Looked.IsComplete && elsewhere.IsEmpty
            ? $"✅ no public images{rest}"
            : $"⚠ no public images where it could look{rest}";
    }

    private IEnumerable<string> Rest()
    {
        var gaps = GapsOf(asked).ToList();
        if (gaps.Count(r => !r.Coverage.HasImages()) is > 0 and var open)
            yield return $"; {InventoryOutput.Places(open)} not read";
        if (gaps.Count(r => r.Coverage.HasImages()) is > 0 and var partial)
            yield return $"; {InventoryOutput.Places(partial)} read in part";
        var skipped = ledger.Count(r => r is { Coverage: Coverage.Skipped, IsPassedOver: false });
        if (skipped > 0)
            yield return $"; {skipped} skipped (Region not enabled, or account not active)";
        if (!elsewhere.IsEmpty)
            yield return $"; where it has not read, earlier scans saw {Opened(elsewhere)}: {ListOpened}";
    }

    private static string ListOpened =>
        SuggestedCommand.Of($"amigov images list --finding public --finding public_snapshot");

    /// <summary>An image is open to all too when its snapshot is.</summary>
    private static string Opened(ImmutableArray<ListedImage> images)
    {
        var bySnapshot = images.Count(i => i.Findings.All(f => f.Kind != FindingKind.Public));
        var parts = new List<string>();
        if (images.Length > bySnapshot)
            parts.Add(Plural.Of(images.Length - bySnapshot, "public image"));
        if (bySnapshot > 0)
            parts.Add($"{Plural.Of(bySnapshot, "image")} with a public snapshot");
        return string.Join("; ", parts);
    }
}
