using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Backtest;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What to decide first: one owner of images, many findings.</summary>
internal static class RollupText
{
    /// <summary>Owners that are shown; JSON has all.</summary>
    private const int Most = 10;

    public static readonly string[] Headers = ["what to decide", "settles", "accounts", "count", "command"];

    /// <param name="noun">What is counted, such as `launch`.</param>
    /// <param name="plural">Such as `launches`.</param>
    public static void Write(TextWriter text, IReadOnlyList<OwnerRollup> rollups, string noun, string plural)
    {
        if (rollups.Count == 0)
            return;
        var all = rollups.Sum(r => r.Settles);
        text.WriteLine("\nBY OWNER OF THE IMAGES");
        foreach (var rollup in rollups.Take(Most))
        {
            text.WriteLine($"  {Sanitize.Text(rollup.Action)}: settles {Share(rollup, all)}");
            text.WriteLine(
                $"    {Quantity.Of(rollup.Accounts.Length, "account")}, {Quantity.Of(rollup.Count, noun, plural)}"
            );
            if (!rollup.Command.IsEmpty)
                text.WriteLine($"    $ {rollup.Command}");
        }
        if (rollups.Count > Most)
            text.WriteLine($"  … and {Quantity.Of(rollups.Count - Most, "more owner")}");
    }

    public static MarkdownText Markdown(IReadOnlyList<OwnerRollup> rollups)
    {
        if (rollups.Count == 0)
            return MarkdownText.Empty;
        var all = rollups.Sum(r => r.Settles);
        var table = TableOutput.Markdown(Headers, rollups.Take(Most).Select(r => Cells(r, all)));
        return MarkdownText.Of($"### By owner of the images\n\n{table}\n");
    }

    public static string[] Cells(OwnerRollup rollup, long all) =>
        [
            rollup.Action,
            Share(rollup, all),
            Quantity.Number(rollup.Accounts.Length),
            Quantity.Number(rollup.Count),
            rollup.Command.IsEmpty ? "" : SuggestedCommand.Of(rollup.Command),
        ];

    private static string Share(OwnerRollup rollup, long all) =>
        $"{Quantity.Number(rollup.Settles)} of {Quantity.Number(all)}";
}
