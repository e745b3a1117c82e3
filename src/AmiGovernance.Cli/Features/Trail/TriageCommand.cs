using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Backtest;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>Keeps what was decided on the findings of a backtest, as files that are reviewed like code.</summary>
internal static class TriageCommand
{
    public static Command Create(CliContext context) =>
        new("triage", "What was decided on the findings of a backtest") { CreateList(context), CreateSet(context) };

    private static Option<string> Folder() =>
        new("--triage")
        {
            Description = "The folder of the decisions",
            HelpName = "DIR",
            DefaultValueFactory = _ => TriageFiles.DefaultFolder,
        };

    private static Command CreateList(CliContext context)
    {
        var folder = Folder();
        var open = new Option<bool>("--open")
        {
            Description = "Only what is open; exit code 3 when there is something",
        };
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        var command = new Command("list", "List the decisions, open ones first") { folder, open, output };
        command.SetAction(result =>
        {
            var bag = new DiagnosticBag();
            var triage = TriageFiles.Read(context.Files, result.GetValue(folder) ?? "", bag);
            context.PrintFindings(bag.ToSorted());
            var entries = triage.Open.Concat(result.GetValue(open) ? [] : triage.Closed).ToList();
            string[] headers = ["finding", "outcome", "state", "reason", "ticket", "decided by", "decided on"];
            var written = TableOutput.Write(
                context,
                CommonOptions.Targets(result, output),
                format =>
                    format switch
                    {
                        OutputFormat.Json => Json(entries),
                        OutputFormat.Markdown => TableOutput.Markdown(headers, entries.Select(Cells)),
                        _ => entries.Count == 0
                            ? "no entries\n"
                            : TableOutput.Text(
                                context,
                                [.. headers.Select(h => h.ToUpperInvariant())],
                                entries.Select(Cells)
                            ),
                    }
            );
            return bag.HasErrors ? ExitCodes.Errors
                : written != ExitCodes.Done ? written
                : result.GetValue(open) && entries.Count > 0 ? ExitCodes.No
                : ExitCodes.Done;
        });
        return command;
    }

    private static Command CreateSet(CliContext context)
    {
        var finding = new Argument<string>("FINDING") { Description = "As backtest names it" };
        var outcome = new Option<string?>("--outcome")
        {
            Description = "legitimate, violation or noise",
            HelpName = "OUTCOME",
        };
        outcome.AcceptOnlyFromAmong(TriageEntry.OutcomeNames);
        var state = new Option<string?>("--state") { Description = "open or closed", HelpName = "STATE" };
        state.AcceptOnlyFromAmong(TriageEntry.StateNames);
        var reason = new Option<string?>("--reason") { Description = "Why; needed to close", HelpName = "TEXT" };
        var ticket = new Option<string?>("--ticket") { Description = "Where it is worked on", HelpName = "TICKET" };
        var by = new Option<string?>("--by") { Description = "Who decided", HelpName = "NAME" };
        var folder = Folder();
        var command = new Command("set", "Decide on a finding; what is not given stays as it is")
        {
            finding,
            outcome,
            state,
            reason,
            ticket,
            by,
            folder,
        };
        command.Validators.Add(result =>
        {
            if (
                result.GetValue(finding) is { } id
                && !(id.Length is > 0 and <= 128 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            )
                result.AddError(
                    $"'{Visible.Text(id)}' is no finding; backtest names them, such as launch-333344445555-999988887777"
                );
        });
        command.SetAction(result =>
        {
            var bag = new DiagnosticBag();
            var id = result.GetValue(finding) ?? "";
            var path = $"{result.GetValue(folder)}/{id}.json";
            var before =
                context.Files.Exists(path) && context.Files.Read(path, bag) is { } source
                    ? TriageReader.Read(source, bag)
                    : null;
            var entry = before ?? new TriageEntry { Finding = id };
            entry = entry with
            {
                Outcome = result.GetValue(outcome) is { } chosen
                    ? (TriageOutcome)Array.IndexOf(TriageEntry.OutcomeNames, chosen)
                    : entry.Outcome,
                State = result.GetValue(state) is { } text
                    ? text == "closed"
                        ? TriageState.Closed
                        : TriageState.Open
                    : entry.State,
                Reason = result.GetValue(reason) ?? entry.Reason,
                Ticket = result.GetValue(ticket) ?? entry.Ticket,
                DecidedBy = result.GetValue(by) ?? entry.DecidedBy,
                DecidedOn = context.Time.Today(),
            };
            // Written only when the reader would take it.
            if (!bag.HasErrors && TriageReader.Read(new SourceText(path, entry.ToFile().Bytes), bag) is not null)
                TriageFiles.Write(context.Files, result.GetValue(folder) ?? "", entry, bag);
            context.PrintFindings(bag.ToSorted());
            if (bag.HasErrors)
                return ExitCodes.Errors;
            context.Out.WriteLine(
                $"✓ {Visible.Text(path)}: {(entry.Outcome is { } o ? TriageEntry.OutcomeNames[(int)o] : "undecided")}, {TriageEntry.StateNames[(int)entry.State]}"
            );
            return ExitCodes.Done;
        });
        return command;
    }

    private static string[] Cells(TriageEntry entry) =>
        [
            entry.Finding,
            entry.Outcome is { } outcome ? TriageEntry.OutcomeNames[(int)outcome] : "",
            TriageEntry.StateNames[(int)entry.State],
            entry.Reason,
            entry.Ticket,
            entry.DecidedBy,
            entry.DecidedOn?.Text() ?? "",
        ];

    private static string Json(IEnumerable<TriageEntry> entries) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteStartArray("entries");
            foreach (var entry in entries)
            {
                writer.WriteStartObject();
                entry.WriteProperties(writer);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
}
