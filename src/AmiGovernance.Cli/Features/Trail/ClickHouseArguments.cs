using AmiGovernance.Core.Features.Trail.Queries;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What a ClickHouse server is asked.</summary>
/// <param name="Server">Its HTTP interface; null when nothing is run.</param>
internal sealed record ClickHouseArguments(
    TrailQuestionArguments Question,
    TrailReportArguments Report,
    ClickHouseSource Source,
    Uri? Server
)
{
    /// <summary>Whether the queries are printed and nothing is run.</summary>
    public bool Prints { get; init; }
}
