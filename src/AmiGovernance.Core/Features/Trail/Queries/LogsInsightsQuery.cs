using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>
/// What CloudWatch Logs Insights is asked: the text of the records that name a watched call. Which call it is, is decided by the reader of
/// files: of a record Insights itself knows 200 fields only (CloudWatch Logs user guide, "Supported logs and discovered fields").
/// </summary>
public static class LogsInsightsQuery
{
    /// <summary>CloudWatch Logs API reference, "StartQuery": rows of an answer, log groups of a query.</summary>
    public const int MostRows = 10_000,
        MostGroups = 50;

    public static readonly string Text =
        $"""
        fields @message
        | filter @message like /"({string.Join(
            '|',
            WatchedCalls.All.Select(c => c.Name).Distinct(StringComparer.Ordinal)
        )})"/
        | sort @timestamp asc
        | limit {MostRows}
        """.ReplaceLineEndings(
            "\n"
        );
}
