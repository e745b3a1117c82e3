using System.CommandLine;
using System.Globalization;
using AmiGovernance.Cli.Output;
using AmiGovernance.Core.Config;
using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Operations;
using AmiGovernance.Core.Operations.Trails;
using AmiGovernance.Core.Trail;
using AmiGovernance.Core.Trail.Judging;

namespace AmiGovernance.Cli.Commands;

/// <summary>Says whom the policies would have hit, before they hit anybody.</summary>
internal static class BacktestCommand
{
    public static Command Create(CliContext context)
    {
        var policies = new Option<string>("--policies") { Description = "The folder of the policies", HelpName = "DIR", DefaultValueFactory = _ => "dist" };
        var config = CommonOptions.Config();
        var triage = new Option<string>("--triage") { Description = "The folder of what was decided on findings", HelpName = "DIR", DefaultValueFactory = _ => TriageFiles.DefaultFolder };
        var update = new Option<bool>("--update-triage") { Description = "Make an open entry in --triage for each finding that has none, and record what was replayed" };
        var top = new Option<int>("--top") { Description = "Findings in text and Markdown", HelpName = "N", DefaultValueFactory = _ => 20 };
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        var command = new Command("backtest", "Replay recorded calls through the policies: who would have been denied");
        var options = new TrailOptions();
        options.AddTo(command);
        foreach (var option in new Option[] { policies, config, triage, update, top, output }) command.Add(option);
        command.SetAction(async (result, cancel) =>
        {
            var bag = new DiagnosticBag();
            var set = PolicySet.Read(result.GetValue(policies) ?? "dist", context.Files, bag);
            var organization = options.Organization(result, context, bag);
            var owners = options.Owners(result, context, bag);
            var read = Config(context, result.GetValue(config) ?? "", bag);
            var folder = result.GetValue(triage) ?? TriageFiles.DefaultFolder;
            var decided = TriageFiles.Read(context.Files, folder, bag);
            using var state = set is null || bag.HasErrors ? null : options.State(result, BacktestTrail.Question(options.Filter(result), set), bag);
            context.PrintFindings(bag.ToSorted());
            if (set is null || bag.HasErrors) return ExitCodes.Errors;
            using var progress = new ProgressLine(context);
            var (source, connection) = options.Source(result, context);
            using var aws = connection;
            var scan = TrailOptions.Scan(context, source, BacktestTrail.Question(options.Filter(result), set), state, progress);
            await scan.Run(cancel).ConfigureAwait(false);
            progress.Dispose();
            var found = scan.Findings;
            if (options.OwnerLookUp(result, connection, owners, organization) is { } lookUp) found = await lookUp.Run(found, cancel).ConfigureAwait(false);
            var gaps = TrailOptions.ReportGaps(context, found.Ledger);
            if (gaps == ExitCodes.Errors) return gaps;
            var report = new BacktestTrail(new BacktestInput(set, owners, read, organization, decided, context.Time.GetUtcNow())).Run(found);
            var written = TableOutput.Write(context, CommonOptions.Targets(result, output), format => format == OutputFormat.Json ? BacktestJson.Write(report) : BacktestView.Write(context, report, format == OutputFormat.Markdown, result.GetValue(top)));
            if (result.GetValue(update)) written = Math.Max(written, Update(context, folder, report.Open.Where(f => f.Triage is null).Select(f => f.Id), Replay(options.Filter(result), report, context)));
            return written != ExitCodes.Done ? written : report.Open.Any() ? ExitCodes.No : gaps;
        });
        return command;
    }

    /// <summary>Null when there is no configuration: then nothing is said of publishers and exceptions.</summary>
    private static GovernanceConfig? Config(CliContext context, string file, DiagnosticBag bag) =>
        context.Files.Exists(file) && context.Files.Read(file, bag) is { } source ? ConfigReader.Read(source, bag) : null;

    /// <summary>Null when only a part was asked for: the gate before enforcement needs the whole.</summary>
    private static ReplayRecord? Replay(TrailFilter filter, BacktestReport report, CliContext context) =>
        filter.Accounts.IsEmpty && filter.Regions.IsEmpty ? report.Replay(context.Time.GetUtcNow()) : null;

    public static int Update(CliContext context, string folder, IEnumerable<string> findings, ReplayRecord? replay = null)
    {
        var bag = new DiagnosticBag();
        var added = TriageFiles.Add(context.Files, folder, findings, replay, bag);
        context.PrintFindings(bag.ToSorted());
        context.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{folder}/: {added} new open entries"));
        return bag.HasErrors ? ExitCodes.Errors : ExitCodes.Done;
    }
}
