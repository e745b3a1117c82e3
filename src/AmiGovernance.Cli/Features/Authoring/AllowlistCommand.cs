using System.CommandLine;
using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Cli.Features.Authoring;

internal static class AllowlistCommand
{
    public static Command Create(CliContext context)
    {
        var config = CommonOptions.Config();
        var asOf = CommonOptions.AsOf();
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        var command = new Command("allowlist", "Show who may publish images") { config, asOf, output };
        command.SetAction(result =>
        {
            var day = CommonOptions.AsOf(result, asOf, context);
            var bag = new DiagnosticBag();
            var shown = ShowAllowlist.Run(result.GetValue(config) ?? "", day, context.Files, bag);
            context.PrintFindings(bag.ToSorted());
            if (shown is null)
                return ExitCodes.Errors;
            var rows = Rows(shown.Value.Config, shown.Value.Allowlist).ToList();
            return TableOutput.Write(
                context,
                CommonOptions.Targets(result, output),
                format =>
                    format switch
                    {
                        OutputFormat.Json => Json(rows, day),
                        OutputFormat.Markdown => TableOutput.Markdown(
                            ["owner", "kind", "name", "until"],
                            rows.Select(Cells)
                        ),
                        _ => Text(context, shown.Value.Allowlist, rows),
                    }
            );
        });
        return command;
    }

    private sealed record Row(string Owner, string Kind, string Name, DateOnly? Until);

    private static IEnumerable<Row> Rows(GovernanceConfig config, Allowlist allowlist)
    {
        foreach (var publisher in config.Publishers.OrderBy(p => p.AccountId))
            yield return new Row(
                publisher.AccountId.Value,
                publisher.Kind == PublisherKind.Ops ? "ops publisher" : "vendor publisher",
                publisher.Name ?? "",
                null
            );
        foreach (var alias in allowlist.Aliases)
            yield return new Row(alias.DeclarativeName(), "alias", "", null);
        foreach (var account in allowlist.ManagedServiceAccounts)
            yield return new Row(
                account.Value,
                "managed service",
                config.ManagedServices?.First(s => s.AccountIds.Contains(account)).Name ?? "",
                null
            );
        foreach (var exception in allowlist.ActiveExceptions)
            yield return new Row(exception.AccountId.Value, "exception", exception.Ticket ?? "", exception.ExpiresOn);
    }

    private static string[] Cells(Row row) => [row.Owner, row.Kind, row.Name, row.Until?.Text() ?? ""];

    private static string Text(CliContext context, Allowlist allowlist, IEnumerable<Row> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        AllowlistView.Write(text, allowlist);
        text.WriteLine();
        text.Write(TableOutput.Text(context, ["OWNER", "KIND", "NAME", "UNTIL"], rows.Select(Cells)));
        return text.ToString();
    }

    private static string Json(IEnumerable<Row> rows, DateOnly day) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteString("as_of", day.Text());
            writer.WriteStartArray("allowlist");
            foreach (var row in rows)
            {
                writer.WriteStartObject();
                writer.WriteString("owner", row.Owner);
                writer.WriteString("kind", row.Kind.Replace(' ', '_'));
                if (row.Name.Length > 0)
                    writer.WriteString("name", row.Name);
                if (row.Until is { } until)
                    writer.WriteString("until", until.Text());
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
}
