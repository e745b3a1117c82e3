using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Trail.Queries;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What Logs Insights is asked, and within what.</summary>
/// <param name="MostBytes">A query that has read more is stopped.</param>
internal sealed record LogsArguments(
    TrailQuestionArguments Question,
    TrailReportArguments Report,
    ImmutableArray<string> Groups,
    long MostBytes,
    AwsSettings Aws
)
{
    /// <summary>Whether the query is printed and nothing is run.</summary>
    public bool Prints { get; init; }
}

/// <summary>Which log groups are looked through, and how much may be read.</summary>
internal sealed class LogsOptions
{
    private readonly TrailQuestionOptions question = new(
        "--only-region",
        "Count events of this Region only, of all in the log groups; may be given several times"
    );
    private readonly TrailReportOptions shown = new(canReplay: true);
    private readonly AwsOptions aws = new();

    private readonly Option<string[]> groups = new("--log-group")
    {
        Description = "A log group that the trail delivers to; up to 50 may be given",
        HelpName = "NAME",
        Required = true,
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<long> most = ScanLimit.Option();
    private readonly Option<bool> print = new("--print-query") { Description = "Print the query and run nothing" };

    public void AddTo(Command command)
    {
        command.Add(groups);
        command.Add(most);
        command.AddCheck(CheckGroups);
        shown.AddTo(question.AddTo(command)).Add(print);
        aws.AddTo(command);
    }

    public LogsArguments Read(ParseResult result) =>
        new(
            question.Read(result),
            shown.Read(result),
            [.. result.GetRequiredValue(groups).Distinct(StringComparer.Ordinal)],
            result.GetValue(most),
            aws.Settings(result)
        )
        {
            Prints = result.GetValue(print),
        };

    private void CheckGroups(CommandResult result)
    {
        if (result.GetValue(groups) is { Length: > LogsInsightsQuery.MostGroups })
            result.AddError($"'--log-group' takes {LogsInsightsQuery.MostGroups} log groups, the most of a query");
    }
}
