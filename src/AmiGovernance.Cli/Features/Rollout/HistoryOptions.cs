using System.CommandLine;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Rollout;

internal enum HistoryTask
{
    Show,
    Verify,
    Merge,
}

/// <param name="Deployment">The one whose calls are shown; null for a table of all.</param>
/// <param name="IsOffline">Whether AWS is not asked.</param>
/// <param name="Lost">Why a record that AWS knows is given up; null when none is.</param>
internal sealed record HistoryArguments(
    HistoryTask Task,
    string? Deployment,
    bool IsOffline,
    string? Lost,
    IReadOnlyList<OutputTarget> Outputs
);

/// <summary>The options of `history`.</summary>
internal sealed class HistoryOptions
{
    private readonly Argument<string?> name = new("DEPLOYMENT")
    {
        Description = "Show every call of this one",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> verify = new("--verify")
    {
        Description = "Check the record against itself, its commits and AWS; exit with 3 when it is not what it was",
    };

    private readonly Option<bool> offline = new("--offline") { Description = "With --verify: do not ask AWS" };

    private readonly Option<bool> merge = new("--merge")
    {
        Description = "Join what two clones deployed without each other's record",
    };

    private readonly Option<string?> lost = new("--lost")
    {
        Description = "With --merge: give up the record of a deployment that AWS knows, and say why",
        HelpName = "REASON",
    };

    private readonly Option<OutputTarget[]> output = CommonOptions.Output(CommonOptions.TableFormats);

    public HistoryOptions AddTo(Command command)
    {
        command.Add(name);
        command.Add(verify);
        command.Add(offline);
        command.Add(merge);
        command.Add(lost);
        command.Add(output);
        command.Validators.Add(result =>
        {
            if (result.GetValue(verify) && result.GetValue(merge))
                result.AddError("--verify and --merge are two commands; give one");
            if (result.GetValue(lost) is not null && !result.GetValue(merge))
                result.AddError("--lost goes with --merge");
        });
        return this;
    }

    public HistoryArguments Read(ParseResult result) =>
        new(
            Task(result),
            result.GetValue(name),
            result.GetValue(offline),
            result.GetValue(lost),
            CommonOptions.Targets(result, output)
        );

    private HistoryTask Task(ParseResult result)
    {
        if (result.GetValue(verify))
            return HistoryTask.Verify;
        return result.GetValue(merge) ? HistoryTask.Merge : HistoryTask.Show;
    }
}
