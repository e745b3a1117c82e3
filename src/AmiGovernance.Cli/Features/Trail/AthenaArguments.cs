using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Queries;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What Athena is asked, and within what.</summary>
internal sealed record AthenaArguments(
    TrailQuestionArguments Question,
    TrailReportArguments Report,
    AthenaTable Table,
    AthenaSettings Settings,
    AwsSettings Aws
)
{
    /// <summary>The trail's folder, measured before it is read; null when it is not known.</summary>
    public BucketAddress? Location { get; init; }

    /// <summary>Whether the table is made first, where it is not there.</summary>
    public bool CreatesTable { get; init; }

    /// <summary>The first day of a new table; null for a year ago.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>Whether the statements are printed and nothing is run.</summary>
    public bool Prints { get; init; }
}
