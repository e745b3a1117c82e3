using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>How commands end that read the inventory: with what it holds, and with what it does not know.</summary>
internal static class InventoryOutput
{
    /// <summary>Prints why nothing was done.</summary>
    public static int Failed(CliContext context, DiagnosticBag bag)
    {
        context.PrintFindings(bag.ToSorted());
        return ExitCodes.Errors;
    }

    /// <summary>
    /// Writes a view. Exits with 4 when the last scan has gaps: that something is not in the inventory means no more than "not seen"
    /// then.
    /// </summary>
    /// <param name="depth">See <see cref="PrintGaps"/>.</param>
    /// <param name="asks">See <see cref="PrintGaps"/>.</param>
    public static int Write(
        CliContext context,
        OpenInventory inventory,
        IReadOnlyList<OutputTarget> targets,
        Func<OutputFormat, string> render,
        ScanDepth depth = ScanDepth.Public,
        Func<RegionScan, bool>? asks = null
    )
    {
        var written = TableOutput.Write(context, targets, render);
        return written == ExitCodes.Done ? PrintGaps(context, inventory, depth, asks) : written;
    }

    /// <summary>Says on standard error what the last scan does not know; its exit code.</summary>
    /// <param name="depth">What the question takes: where no scan has looked so closely, an empty answer says nothing.</param>
    /// <param name="asks">Whether the question is about an account and Region; null for all.</param>
    public static int PrintGaps(
        CliContext context,
        OpenInventory inventory,
        ScanDepth depth = ScanDepth.Public,
        Func<RegionScan, bool>? asks = null
    )
    {
        var gaps = Gaps(inventory, depth, asks).ToList();
        foreach (var gap in gaps)
            context.Error.WriteLine(gap);
        return gaps.Count == 0 ? ExitCodes.Done : ExitCodes.Incomplete;
    }

    /// <summary>What the last scan does not know, a sentence each.</summary>
    public static IEnumerable<string> Gaps(
        OpenInventory inventory,
        ScanDepth depth,
        Func<RegionScan, bool>? asks = null
    )
    {
        var ledger = inventory.Ledger.Where(asks ?? (_ => true)).ToList();
        var read = ledger.Count(r => r.Coverage.HasImages());
        if (inventory.Shallow(depth).Count(asks ?? (_ => true)) is > 0 and var shallow)
            yield return NotSoClosely(shallow, read, depth);

        var scan = inventory.Scan.Number.ToString(CultureInfo.InvariantCulture);
        if (inventory.Scan.FinishedAt is null)
        {
            yield return $"scan {scan} was not finished: `amigov images scan --resume` goes on with it";
            yield break;
        }
        var failed = ledger.Count(r => r.Coverage.IsFailure());
        if (failed > 0)
            yield return $"scan {scan} could not read {Places(failed)}; of these older scans speak, or nothing";
        var leftOut = ledger.Count(r => r.Coverage == Coverage.NotAsked);
        if (leftOut > 0)
            yield return $"scan {scan} was to leave out {LeftOut(leftOut)}; of these older scans speak, or nothing";
        var passed = ledger.Count(r => r.IsPassedOver);
        if (passed > 0)
            yield return $"scan {scan} did not look at {LeftOut(passed)} with images of older scans: not enabled, or not active any more";
        if (read + failed + leftOut + passed == 0)
            yield return $"scan {scan} read nothing there: no Region is enabled, no account is active, or none is in the organization";
    }

    private static string NotSoClosely(int places, int read, ScanDepth depth)
    {
        var where = places == read ? "" : $" at {Places(places)}";
        return $"no scan has looked so closely{where}: {SuggestedCommand.Of($"amigov images scan --depth {depth.Name()}")} does";
    }

    /// <summary>An account that is left out counts once, for its Regions are not known.</summary>
    private static string LeftOut(int count) => Plural.Of(count, "account or Region", "accounts or Regions");

    /// <summary>What is not known of images, of those who share them and of findings: an empty list says nothing then.</summary>
    public static ImmutableArray<string> AllGaps(OpenInventory inventory) => [.. Gaps(inventory, ScanDepth.Full)];

    /// <summary>Whether all public images are known: every scan looks at them.</summary>
    public static bool KnowsPublic(OpenInventory inventory) => !Gaps(inventory, ScanDepth.Public).Any();

    /// <summary>`1 account and Region`, `2 accounts and Regions`.</summary>
    public static string Places(int count) => Plural.Of(count, "account and Region", "accounts and Regions");

    /// <summary>What is not known, for a document in Markdown; empty where all is.</summary>
    public static MarkdownText NotKnown(IReadOnlyList<string> gaps) =>
        gaps.Count == 0
            ? MarkdownText.Empty
            : MarkdownText.Concat([
                MarkdownText.Of($"\nNot known:\n\n"),
                .. gaps.Select(g => MarkdownText.Of($"- {g}\n")),
            ]);

    /// <summary>An account with its name, where it has one.</summary>
    public static string Account(string id, string name) => name.Length > 0 ? $"{id} {name}" : id;
}
