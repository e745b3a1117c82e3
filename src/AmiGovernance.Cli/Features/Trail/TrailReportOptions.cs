using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>How counted calls are told apart and shown, or replayed through policies instead.</summary>
internal sealed class TrailReportOptions
{
    private readonly Option<bool> replays = new("--backtest")
    {
        Description = "Replay the calls through the policies, as `amigov backtest` does, instead of counting them",
    };
    private readonly BacktestOptions? backtest;

    private readonly Option<TrailDimension[]> by = new("--by")
    {
        Description = $"Count by these instead: {string.Join(", ", TrailDimension.All.Select(d => d.Name))}",
        HelpName = "NAME,…",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = Dimensions,
    };

    private readonly Option<int> top = new("--top")
    {
        Description = "Rows in each table of text and Markdown",
        HelpName = "N",
        DefaultValueFactory = _ => 20,
    };
    private readonly Option<string?> message = new("--exception-message")
    {
        Description = "The message of the declarative policy, by which its denials are known",
        HelpName = "TEXT",
    };
    private readonly Option<OutputTarget[]> output = CommonOptions.Output(["text", "json", "markdown", "csv"]);

    /// <param name="canReplay">Whether the command has `--backtest`.</param>
    public TrailReportOptions(bool canReplay = false) => backtest = canReplay ? new BacktestOptions() : null;

    public Command AddTo(Command command)
    {
        foreach (var option in new Option[] { by, top, message, output })
            command.Add(option);
        if (backtest is null)
            return command;
        command.Add(replays);
        backtest.AddTo(command);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(replays))
            {
                foreach (var name in backtest.Given(result))
                    result.AddError($"'{name}' goes with '--backtest'");
                return;
            }
            if (result.GetResult(by) is not null)
                result.AddError("'--by' counts calls; it does not go with '--backtest'");
            if (result.GetResult(message) is not null)
                result.AddError("'--exception-message' is in the policies; it does not go with '--backtest'");
            if (result.GetValue(output)?.Any(t => t.Format == OutputFormat.Csv) == true)
                result.AddError("findings have no form as csv; give text, json or markdown");
        });
        return command;
    }

    /// <summary>Null without `--backtest`, or with a report when there are no policies.</summary>
    public BacktestRun? Replay(ParseResult result, CliContext context, DiagnosticBag bag) =>
        backtest is not null && result.GetValue(replays) ? backtest.Open(result, context, bag) : null;

    public TrailQuestion Question(ParseResult result, TrailFilter filter) =>
        TrailQuestion.Everything with
        {
            Filter = filter,
            ExceptionMessage = result.GetValue(message),
        };

    public IReadOnlyList<OutputTarget> Targets(ParseResult result) => CommonOptions.Targets(result, output);

    public int Top(ParseResult result) => result.GetValue(top);

    public void Write(CliContext context, ParseResult result, TrailReport report) =>
        TrailView.Write(context, Targets(result), report, result.GetValue(by), Top(result));

    private static TrailDimension[] Dimensions(ArgumentResult result)
    {
        var found = new List<TrailDimension>();
        foreach (var name in result.Tokens.SelectMany(t => t.Value.Split(',')))
        {
            if (TrailDimension.Find(name) is { } dimension)
                found.Add(dimension);
            else
                result.AddError(
                    $"'{Visible.Text(name)}' is nothing to count by; {(Suggestion.For(name, TrailDimension.All.Select(d => d.Name)) is { } nearest ? $"did you mean '{nearest}'?" : $"choose from {string.Join(", ", TrailDimension.All.Select(d => d.Name))}")}"
                );
        }
        return [.. found];
    }
}
