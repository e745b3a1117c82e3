using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>How counted calls are told apart and shown, or replayed through policies instead.</summary>
internal sealed class TrailReportOptions
{
    private static readonly string[] Names = [.. TrailDimension.All.Select(d => d.Name)];

    private readonly Option<bool> replays = new("--backtest")
    {
        Description = "Replay the calls through the policies, as `amigov backtest` does, instead of counting them",
    };
    private readonly JudgementOptions? judgement;

    private readonly Option<TrailDimension[]> by = new("--by")
    {
        Description = $"Count by these instead: {string.Join(", ", Names)}",
        HelpName = "NAME,…",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = Dimensions,
    };

    private readonly BacktestShown shown = new("Rows in each table of text and Markdown");
    private readonly Option<string?> message = new("--exception-message")
    {
        Description = "The message of the declarative policy, by which its denials are known",
        HelpName = "TEXT",
    };
    private readonly Option<OutputTarget[]> output = CommonOptions.Output(["text", "json", "markdown", "csv"]);

    /// <param name="canReplay">Whether the command has `--backtest`.</param>
    public TrailReportOptions(bool canReplay = false) => judgement = canReplay ? JudgementOptions.OfCalls() : null;

    public Command AddTo(Command command)
    {
        foreach (var option in new Option[] { by, shown.Top, message, output })
            command.Add(option);
        if (judgement is null)
            return command;
        command.Add(replays);
        shown.AddReplayTo(command);
        judgement.AddTo(command);
        command.AddCheck(result => CheckReplay(result, judgement));
        return command;
    }

    public TrailReportArguments Read(ParseResult result) =>
        shown.Read(result, CommonOptions.Targets(result, output)) with
        {
            By = [.. result.GetValue(by) ?? []],
            ExceptionMessage = result.GetValue(message),
            Judgement = judgement is not null && result.GetValue(replays) ? judgement.Read(result) : null,
        };

    private void CheckReplay(CommandResult result, JudgementOptions ofReplay)
    {
        if (!result.GetValue(replays))
        {
            foreach (var name in ofReplay.Given(result).Concat(shown.Given(result)))
                result.AddError($"'{name}' goes with '--backtest'");
            return;
        }
        if (result.GetResult(by) is not null)
            result.AddError("'--by' counts calls; it does not go with '--backtest'");
        if (result.GetResult(message) is not null)
            result.AddError("'--exception-message' is in the policies; it does not go with '--backtest'");
    }

    private static TrailDimension[] Dimensions(ArgumentResult result)
    {
        var found = new List<TrailDimension>();
        foreach (var name in result.Tokens.SelectMany(t => t.Value.Split(',')))
        {
            if (TrailDimension.Find(name) is { } dimension && !found.Contains(dimension))
                found.Add(dimension);
            else if (found.Exists(d => d.Name == name))
                result.AddError($"'{name}' stands twice in '--by'");
            else
                result.AddError($"'{Sanitize.Text(name)}' is nothing to count by; {Advice(name)}");
        }
        return [.. found];
    }

    private static string Advice(string name)
    {
        var nearest = Suggestion.For(name, Names);
        return nearest is null ? $"choose from {string.Join(", ", Names)}" : $"did you mean '{nearest}'?";
    }
}
