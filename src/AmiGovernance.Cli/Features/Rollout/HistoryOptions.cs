using System.CommandLine;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Rollout;

internal enum HistoryTask
{
    Show,
    Verify,
    Merge,
    Record,
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
)
{
    public string ConfigPath { get; init; } = "";

    /// <summary>Whether what CloudTrail does not name is recorded all the same.</summary>
    public bool TakesUnnamed { get; init; }
}

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

    private readonly Option<bool> record = new("--record")
    {
        Description = "With a carrier: take into the record what it deployed, with who and when from CloudTrail",
    };

    private readonly Option<bool> unnamed = new("--without-caller")
    {
        Description = "With --record: take what CloudTrail does not name too",
    };

    private readonly Option<string> config = CommonOptions.Config();

    private readonly Option<OutputTarget[]> output = CommonOptions.Output(CommonOptions.PageFormats);

    public HistoryOptions AddTo(Command command)
    {
        command.Add(name);
        command.Add(verify);
        command.Add(offline);
        command.Add(merge);
        command.Add(lost);
        command.Add(record);
        command.Add(unnamed);
        command.Add(config);
        command.Add(output);
        command.AddCheck(result =>
        {
            var tasks = new[] { verify, merge, record }.Count(o => result.GetValue(o));
            if (tasks > 1)
                result.AddError("--verify, --merge and --record each are a task of their own; give one");
            var targets = result.GetResult(output) is null ? [] : result.GetValue(output) ?? [];
            if (tasks > 0 && targets.Any(t => t.Format == OutputFormat.Html))
                result.AddError("html shows the record: give it without --verify, --merge and --record");
            if (result.GetValue(unnamed) && !result.GetValue(record))
                result.AddError("--without-caller goes with --record");
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
        )
        {
            ConfigPath = result.GetValue(config) ?? "",
            TakesUnnamed = result.GetValue(unnamed),
        };

    private HistoryTask Task(ParseResult result)
    {
        if (result.GetValue(verify))
            return HistoryTask.Verify;
        if (result.GetValue(record))
            return HistoryTask.Record;
        return result.GetValue(merge) ? HistoryTask.Merge : HistoryTask.Show;
    }
}
