using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Cli.Features.Authoring;

internal sealed record AllowlistArguments(string ConfigPath, DateOnly AsOf, IReadOnlyList<OutputTarget> Targets);

internal static class AllowlistCommand
{
    public static Command Create(CliContext context) =>
        Create("allowlist", new CommandHelp("amigov allowlist --as-of 2026-12-31", "config"), context);

    /// <summary>The same under another name, beside the commands that change the list.</summary>
    public static Command Create(string name, CommandHelp help, CliContext context)
    {
        var config = CommonOptions.Config();
        var asOf = CommonOptions.AsOf();
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        var command = new HelpedCommand(name, "Show who may publish images", help) { config, asOf, output };
        command.SetAction(result =>
        {
            var (path, day) = (result.GetValue(config) ?? "", CommonOptions.AsOf(result, asOf, context));
            return Run(new AllowlistArguments(path, day, CommonOptions.Targets(result, output)), context);
        });
        return command;
    }

    internal static int Run(AllowlistArguments arguments, CliContext context)
    {
        var bag = new DiagnosticBag();
        var shown = ShowAllowlist.Run(arguments.ConfigPath, arguments.AsOf, context.Files, bag);
        context.PrintFindings(bag.ToSorted());
        if (shown is not var (config, allowlist))
            return ExitCodes.Errors;
        var rows = Rows(config, allowlist).ToList();
        var renderings = new Renderings(
            () => Text(context, allowlist, rows),
            () => ReportJson.Of(Document(rows, arguments.AsOf)),
            () => TableOutput.Markdown(Headers, rows.Select(Cells))
        );
        return TableOutput.Write(context, arguments.Targets, renderings);
    }

    /// <summary>The same as a page.</summary>
    public static Page Page(string configPath, DateOnly asOf, CliContext context)
    {
        var bag = new DiagnosticBag();
        var shown = ShowAllowlist.Run(configPath, asOf, context.Files, bag);
        var page = new Page("Who may publish images") { About = [$"as of {asOf.Text()} (UTC)", configPath] };
        if (shown is not var (config, allowlist))
            return page with
            {
                NotLookedAt = [.. bag.ToSorted().Select(d => $"{d.Location.Source.Path}: {d.Message}")],
            };
        var rows = Rows(config, allowlist).Select(Cells);
        return page with { Sections = [PageTables.Section("Allow list", Headers, rows)] };
    }

    private static readonly string[] Headers = ["owner", "kind", "name", "until"];

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
            yield return new Row(
                exception.AccountId.Value,
                "exception",
                exception.Entry.Ticket ?? "",
                exception.ExpiresOn
            );
    }

    private static string[] Cells(Row row) => [row.Owner, row.Kind, row.Name, row.Until?.Text() ?? ""];

    private static string Text(CliContext context, Allowlist allowlist, IEnumerable<Row> rows) =>
        Renderings.Lines(writer =>
        {
            AllowlistView.Write(writer, allowlist, context.Width);
            writer.WriteLine();
            writer.Write(TableOutput.Text(context, ["OWNER", "KIND", "NAME", "UNTIL"], rows.Select(Cells)));
        });

    private static AllowlistDocument Document(IEnumerable<Row> rows, DateOnly day) =>
        new(
            day,
            [.. rows.Select(r => new AllowedOwnerPart(r.Owner, r.Kind.Replace(' ', '_'), r.Name.IfAny(), r.Until))]
        );
}
