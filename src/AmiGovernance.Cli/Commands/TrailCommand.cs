using System.CommandLine;
using AmiGovernance.Cli.Output;
using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Operations.Trails;
using AmiGovernance.Core.Text;
using AmiGovernance.Core.Trail;

namespace AmiGovernance.Cli.Commands;

/// <summary>What CloudTrail recorded of images: who launched, made, shared and was denied what.</summary>
internal static class TrailCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    public static Command Create(CliContext context) => new("trail", "What CloudTrail recorded of launches, images and guardrails") { CreateScan(context) };

    private static Command CreateScan(CliContext context)
    {
        var by = new Option<TrailDimension[]>("--by")
        {
            Description = $"Count by these instead: {string.Join(", ", TrailDimension.All.Select(d => d.Name))}",
            HelpName = "NAME,…",
            Arity = ArgumentArity.OneOrMore,
            CustomParser = Dimensions,
        };
        var top = new Option<int>("--top") { Description = "Rows in each table of text and Markdown", HelpName = "N", DefaultValueFactory = _ => 20 };
        var follow = new Option<bool>("--follow") { Description = "Go on with files that come later, until it is stopped; needs --state" };
        var message = new Option<string?>("--exception-message") { Description = "The message of the declarative policy, by which its denials are known", HelpName = "TEXT" };
        var output = CommonOptions.Output(["text", "json", "markdown", "csv"]);
        var command = new Command("scan", "Count the recorded calls on images in trail files");
        var options = new TrailOptions().AddTo(command);
        foreach (var option in new Option[] { by, top, follow, message, output }) command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(follow) && !options.HasState(result)) result.AddError("'--follow' needs '--state', which keeps what has been read");
        });
        command.SetAction(async (result, cancel) =>
        {
            var bag = new DiagnosticBag();
            var question = TrailQuestion.Everything with { Filter = options.Filter(result), ExceptionMessage = result.GetValue(message) };
            var organization = options.Organization(result, context, bag);
            var owners = options.Owners(result, context, bag);
            using var state = bag.HasErrors ? null : options.State(result, question, bag);
            context.PrintFindings(bag.ToSorted());
            if (bag.HasErrors) return ExitCodes.Errors;
            using var progress = new ProgressLine(context);
            var (source, connection) = options.Source(result, context);
            using var aws = connection;
            var scan = TrailOptions.Scan(context, source, question, state, progress);
            while (true)
            {
                var read = await scan.Run(cancel).ConfigureAwait(false);
                progress.Dispose();
                if (read > 0 || !result.GetValue(follow))
                {
                    var found = scan.Findings;
                    var exitCode = TrailOptions.ReportGaps(context, found.Ledger);
                    if (exitCode == ExitCodes.Errors) return exitCode;
                    var report = new TrailReport(found.Ledger, new TrailReporter(owners, found.Sources, organization).Report(found.Rows));
                    TrailView.Write(context, CommonOptions.Targets(result, output), report, result.GetValue(by), result.GetValue(top));
                    if (!result.GetValue(follow)) return exitCode;
                    context.Out.Flush();
                }
                await Task.Delay(Pause, context.Time, cancel).ConfigureAwait(false);
            }
        });
        return command;
    }

    private static TrailDimension[] Dimensions(System.CommandLine.Parsing.ArgumentResult result)
    {
        var found = new List<TrailDimension>();
        foreach (var name in result.Tokens.SelectMany(t => t.Value.Split(',')))
        {
            if (TrailDimension.Find(name) is { } dimension) found.Add(dimension);
            else result.AddError($"'{Visible.Text(name)}' is nothing to count by; {(Suggestion.For(name, TrailDimension.All.Select(d => d.Name)) is { } nearest ? $"did you mean '{nearest}'?" : $"choose from {string.Join(", ", TrailDimension.All.Select(d => d.Name))}")}");
        }
        return [.. found];
    }
}
