using System.Collections.Immutable;
using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Backtest;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>Lists what was decided on findings.</summary>
internal static class TriageListCommand
{
    private static readonly string[] Headers =
    [
        "finding",
        "outcome",
        "state",
        "reason",
        "ticket",
        "decided by",
        "decided on",
    ];

    /// <param name="Folder">Of the decisions.</param>
    /// <param name="OpenOnly">Then something in the list is the answer "no".</param>
    internal sealed record Arguments(string Folder, bool OpenOnly, IReadOnlyList<OutputTarget> Targets);

    public static Command Create(CliContext context)
    {
        var folder = TriageCommand.Folder();
        var open = new Option<bool>("--open")
        {
            Description = "Only what is open; exit code 3 when there is something",
        };
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        var command = new HelpedCommand(
            "list",
            "List the decisions, open ones first",
            new CommandHelp("amigov triage list --open", "triage")
        )
        {
            folder,
            open,
            output,
        };
        command.SetAction(result =>
            Run(
                new Arguments(
                    result.GetRequiredValue(folder),
                    result.GetValue(open),
                    CommonOptions.Targets(result, output)
                ),
                context
            )
        );
        return command;
    }

    /// <summary>The exit code.</summary>
    public static int Run(Arguments arguments, CliContext context)
    {
        var bag = new DiagnosticBag();
        var triage = TriageFiles.Read(context.Files, arguments.Folder, bag);
        TriageFiles.ReportMissing(context.Files, arguments.Folder, bag, Severity.Error);
        context.PrintFindings(bag.ToSorted());
        if (bag.HasErrors && triage.Entries.Count == 0 && triage.NotRead.IsEmpty)
            return ExitCodes.Errors;

        List<TriageEntry> entries = [.. triage.Open, .. arguments.OpenOnly ? [] : triage.Closed];
        var written = TableOutput.Write(
            context,
            arguments.Targets,
            format => Write(context, entries, triage.NotRead, Nothing(context, arguments.Folder), format)
        );
        if (bag.HasErrors)
            return ExitCodes.Errors;
        if (written != ExitCodes.Done)
            return written;
        return arguments.OpenOnly && entries.Count > 0 ? ExitCodes.No : ExitCodes.Done;
    }

    private static string Write(
        CliContext context,
        List<TriageEntry> entries,
        ImmutableArray<string> notRead,
        string nothing,
        OutputFormat format
    )
    {
        if (format == OutputFormat.Json)
            return ReportJson.Of(TriageDocument.Of(entries, notRead));
        var markdown = format == OutputFormat.Markdown;
        if (entries.Count == 0 && !markdown)
            return UnreadLines.OrNothing($"{nothing}\n", notRead);
        var lacks = markdown ? UnreadLines.Markdown(notRead).ToString() : UnreadLines.Text(notRead);
        return TableOutput.Of(context, Headers, entries.Select(Cells), markdown) + lacks;
    }

    /// <summary>Where nothing was looked at, no entry is no answer.</summary>
    private static string Nothing(CliContext context, string folder) =>
        context.Files.List(folder).Count > 0
            ? "no entries"
            : "no entries: nothing was looked at yet; `amigov backtest --update-triage` and `amigov impact --update-triage`"
                + $" write into {Sanitize.Text(folder)}";

    private static string[] Cells(TriageEntry entry) =>
        [
            entry.Finding,
            entry.Outcome?.Name() ?? "",
            entry.State.Name(),
            entry.Reason,
            entry.Ticket,
            entry.DecidedBy,
            entry.DecidedOn?.Text() ?? "",
        ];
}
