namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What a command that reads files or event histories does.</summary>
internal sealed record TrailScanArguments(
    TrailQuestionArguments Question,
    TrailReadArguments Read,
    TrailReportArguments Report
)
{
    /// <summary>Whether it goes on with files that come later, until it is stopped.</summary>
    public bool Follows { get; init; }
}
