using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using AmiGovernance.Cli.Output;
using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Exceptions;
using AmiGovernance.Core.Identifiers;
using AmiGovernance.Core.Operations;
using AmiGovernance.Core.Reports;
using AmiGovernance.Core.Text;

namespace AmiGovernance.Cli.Commands;

internal static class ExceptionsCommand
{
    private const int BarWidth = 10;

    public static Command Create(CliContext context) =>
        new("exceptions", "Look after time-bound exceptions") { CreateList(context), CreateCheck(context) };

    private static Command CreateList(CliContext context)
    {
        var config = CommonOptions.Config();
        var asOf = CommonOptions.AsOf();
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        var command = new Command("list", "List exceptions, the most urgent first") { config, asOf, output };
        command.SetAction(result =>
        {
            var day = CommonOptions.AsOf(result, asOf, context);
            var bag = new DiagnosticBag();
            var statuses = CheckExceptions.List(result.GetValue(config) ?? "", day, context.Files, bag);
            context.PrintFindings(bag.ToSorted());
            if (statuses is not { } found) return ExitCodes.Errors;
            var written = TableOutput.Write(context, CommonOptions.Targets(result, output), format => format switch
            {
                OutputFormat.Json => Json(found, day),
                OutputFormat.Markdown => TableOutput.Markdown(["account", "type", "ticket", "expires", "days left", "time used", "state", "reason"], found.Select(Cells)),
                _ => found.IsEmpty ? "no exceptions\n"
                    : TableOutput.Text(context, ["ACCOUNT", "TYPE", "TICKET", "EXPIRES", "DAYS LEFT", "TIME USED", "STATE", "REASON"], found.Select(Cells)),
            });
            return bag.HasErrors ? ExitCodes.Errors : written;
        });
        return command;
    }

    private static Command CreateCheck(CliContext context)
    {
        var config = CommonOptions.Config();
        var asOf = CommonOptions.AsOf();
        var output = CommonOptions.Output(CommonOptions.FindingFormats);
        var command = new Command("check", "The daily check: warns before an exception ends, fails when one has ended") { config, asOf, output };
        command.SetAction(result =>
        {
            var day = CommonOptions.AsOf(result, asOf, context);
            var bag = new DiagnosticBag();
            var statuses = CheckExceptions.Check(result.GetValue(config) ?? "", day, context.Files, bag);
            var report = new FindingsReport("exceptions check", day, bag.ToSorted());
            var written = FindingsOutput.Write(context, CommonOptions.Targets(result, output), report, writer => WriteVerdict(writer, statuses, report));
            return report.Passed && written ? ExitCodes.Done : ExitCodes.Errors;
        });
        return command;
    }

    private static void WriteVerdict(TextWriter writer, ImmutableArray<ExceptionStatus>? statuses, FindingsReport report)
    {
        if (statuses is not { } found)
        {
            writer.WriteLine("❌ the exceptions cannot be checked");
            return;
        }
        int Count(ExceptionState state) => found.Count(s => s.State == state);
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{(report.Passed ? "✅" : "❌")} {Plural.Of(found.Length, "exception")} as of {report.AsOf.Text()}: {Count(ExceptionState.Active)} active, {Count(ExceptionState.Expiring)} expiring soon, {Count(ExceptionState.Expired)} expired"));
        if (Count(ExceptionState.Expired) > 0) writer.WriteLine("Expired exceptions fail the pipeline until they are removed or extended.");
    }

    private static string[] Cells(ExceptionStatus status)
    {
        var exception = status.Exception;
        return
        [
            exception.AccountId.Value, exception.Type ?? "", exception.Ticket ?? "", exception.ExpiresOn?.Text() ?? "never",
            status.DaysLeft?.ToString(CultureInfo.InvariantCulture) ?? "", Bar(status.UsedShare), StateName(status.State), exception.Reason ?? "",
        ];
    }

    private static string Bar(double? share)
    {
        if (share is not { } used) return "";
        var full = (int)Math.Round(used * BarWidth, MidpointRounding.AwayFromZero);
        return string.Create(CultureInfo.InvariantCulture, $"{new string('█', full)}{new string('░', BarWidth - full)} {used * 100:0} %");
    }

    private static string StateName(ExceptionState state) => state switch
    {
        ExceptionState.Active => "active",
        ExceptionState.Expiring => "expiring",
        _ => "expired",
    };

    private static string Json(ImmutableArray<ExceptionStatus> statuses, DateOnly day) => ReportJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("format_version", ReportJson.FormatVersion);
        writer.WriteString("as_of", day.Text());
        writer.WriteStartArray("exceptions");
        foreach (var status in statuses)
        {
            var exception = status.Exception;
            writer.WriteStartObject();
            writer.WriteString("account_id", exception.AccountId.Value);
            writer.WriteString("state", StateName(status.State));
            if (exception.ExpiresOn is { } end) writer.WriteString("expires_on", end.Text());
            if (status.DaysLeft is { } left) writer.WriteNumber("days_left", left);
            if (status.TotalDays is { } total) writer.WriteNumber("total_days", total);
            if (exception.Type is not null) writer.WriteString("type", exception.Type);
            if (exception.Ticket is not null) writer.WriteString("ticket", exception.Ticket);
            if (exception.Reason is not null) writer.WriteString("reason", exception.Reason);
            if (exception.RequestedBy is not null) writer.WriteString("requested_by", exception.RequestedBy);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
