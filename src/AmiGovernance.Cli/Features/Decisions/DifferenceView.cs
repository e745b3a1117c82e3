using System.Collections.Immutable;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>Prints a difference in meaning: `-` for what is denied from now on, `+` for what is allowed from now on.</summary>
internal static class DifferenceView
{
    private static readonly string[] Headers = ["layer", "change", "requests", "by"];

    public static void WriteText(TextWriter writer, MeaningDifference difference)
    {
        if (difference.IsEmpty)
        {
            writer.WriteLine("the same meaning: no request is decided otherwise");
            return;
        }
        if (!difference.Declarative.IsEmpty)
            writer.WriteLine("declarative policy");
        foreach (var line in difference.Declarative)
            writer.WriteLine($"  ~ {Sanitize.Text(line)}");
        if (!difference.Scp.Changes.IsEmpty)
            writer.WriteLine("service control policy");
        foreach (var change in difference.Scp.Changes)
        {
            var mark = change.IsDeniedNow ? "-" : "+";
            var requests = Sanitize.Text(DifferenceWords.Requests(change));
            writer.WriteLine($"  {mark} {DifferenceWords.Change(change)}: {requests}");
            writer.WriteLine($"      {DifferenceWords.Statements(change)}");
            if (!change.Example.IsEmpty)
                writer.WriteLine($"      {ShellText.Of($"amigov explain {change.Example}")}");
        }
        foreach (var statement in difference.Scp.NotCompared)
            writer.WriteLine($"  ? not compared: {Sanitize.Text(statement)}");
    }

    public static MarkdownText Markdown(MeaningDifference difference)
    {
        if (difference.IsEmpty)
            return MarkdownText.Of($"The same meaning: no request is decided otherwise.\n");
        return TableOutput.Markdown(Headers, Rows(difference));
    }

    public static Block Block(MeaningDifference difference) =>
        difference.IsEmpty
            ? new Nothing(new Cell("The same meaning: no request is decided otherwise.", Tone.Good))
            : PageTables.Of("What is decided otherwise", Headers, Rows(difference));

    private static ImmutableArray<string[]> Rows(MeaningDifference difference) =>
        [
            .. difference.Declarative.Select(line => new[] { "declarative", "changed", line, "" }),
            .. difference.Scp.Changes.Select(Cells),
            .. difference.Scp.NotCompared.Select(s => new[] { "SCP", "not compared", s, "" }),
        ];

    private static string[] Cells(ChangedRequests change) =>
        ["SCP", DifferenceWords.Change(change), DifferenceWords.Requests(change), DifferenceWords.Statements(change)];
}
