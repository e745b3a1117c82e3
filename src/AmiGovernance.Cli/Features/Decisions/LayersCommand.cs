using System.Collections.Immutable;
using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Decisions;

namespace AmiGovernance.Cli.Features.Decisions;

/// <param name="AsOf">The day whose first moment (UTC) is looked at.</param>
internal sealed record LayersArguments(string Folder, DateOnly AsOf, IReadOnlyList<OutputTarget> Targets);

/// <summary>Shows what each layer decides, and where they differ.</summary>
internal static class LayersCommand
{
    public static Command Create(CliContext context)
    {
        var policies = CommonOptions.Policies();
        var asOf = CommonOptions.AsOf();
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        var command = new HelpedCommand(
            "layers",
            "Show what each layer decides, and where they differ",
            new CommandHelp("amigov layers -o markdown", "guarantees")
        )
        {
            policies,
            asOf,
            output,
        };
        command.SetAction(result =>
        {
            var (folder, day) = (result.GetValue(policies) ?? "", CommonOptions.AsOf(result, asOf, context));
            return Run(new LayersArguments(folder, day, CommonOptions.Targets(result, output)), context);
        });
        return command;
    }

    internal static int Run(LayersArguments arguments, CliContext context)
    {
        var bag = new DiagnosticBag();
        var start = new DateTimeOffset(arguments.AsOf.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var compared = CompareLayers.Run(arguments.Folder, start, context.Files, bag);
        context.PrintFindings(bag.ToSorted());
        if (compared is not { } found)
            return ExitCodes.Errors;
        var cells = found.Rows.Select(Cells);
        var open = NotCovered(found.NotCovered);
        var renderings = new Renderings(
            () =>
                TableOutput.Text(context, ["CALL", "CALLER", "SCP", "DECLARATIVE", "TOGETHER", "DIFFER"], cells) + open,
            () => ReportJson.Of(LayersDocument.Of(found)),
            () =>
                TableOutput.Markdown(["call", "caller", "SCP", "declarative policy", "together", "differ"], cells)
                + NotCoveredMarkdown(found.NotCovered)
        );
        return TableOutput.Write(context, arguments.Targets, renderings);
    }

    private static string NotCovered(ImmutableArray<string> ways) =>
        ways.IsEmpty ? "" : $"\nNot covered by either layer:\n\n{string.Concat(ways.Select(w => $"- {w}\n"))}";

    private static MarkdownText NotCoveredMarkdown(ImmutableArray<string> ways)
    {
        var lines = MarkdownText.Concat(ways.Select(w => MarkdownText.Of($"- {w}\n")));
        return ways.IsEmpty ? lines : MarkdownText.Of($"\nNot covered by either layer:\n\n{lines}");
    }

    private static string[] Cells(LayerRow row) =>
        [row.What, row.Caller, Word(row.Scp), Word(row.Declarative), Word(row.Together), row.Differ ? "≠" : ""];

    /// <summary>JSON has AWS's own word.</summary>
    private static string Word(string decision) => decision == CompareLayers.Deny ? "denied" : decision;
}
