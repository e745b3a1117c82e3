using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What of a backtest text and Markdown hold beside its roll-up.</summary>
internal sealed class BacktestShown(string topDescription)
{
    private readonly Option<bool> details = new("--details")
    {
        Description = "Each finding in text and Markdown: who calls, what denies, what to do, whom to ask",
    };
    private readonly Option<bool> use = new("--allow-list-use")
    {
        Description = "How much each entry of the allow list was used, too",
    };
    private readonly Option<int> top = NumberOption.Top(topDescription);

    public void AddTo(Command command)
    {
        command.Add(top);
        AddReplayTo(command);
    }

    /// <summary>Those that a command which only counts does not have.</summary>
    public void AddReplayTo(Command command)
    {
        command.Add(details);
        command.Add(use);
    }

    /// <summary>The names of those that only a replay has, and that were given.</summary>
    public IEnumerable<string> Given(CommandResult result) =>
        new Option[] { details, use }
            .Where(o => result.GetResult(o) is { Implicit: false })
            .Select(o => o.Name);

    public Option<int> Top => top;

    public TrailReportArguments Read(ParseResult result, IReadOnlyList<OutputTarget> targets) =>
        new(targets, result.GetValue(top)) { Details = result.GetValue(details), AllowListUse = result.GetValue(use) };
}
