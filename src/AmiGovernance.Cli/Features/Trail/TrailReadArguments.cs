using AmiGovernance.Aws;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Features.Trail;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What a command reads, and how it reaches AWS where that is needed.</summary>
internal sealed record TrailReadArguments(AwsSettings Aws)
{
    /// <summary>Folders and files of a trail, or addresses of buckets; empty for event histories.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>A file that keeps what has been read; null for none.</summary>
    public string? State { get; init; }

    /// <summary>Whether AWS is asked about images whose owner nothing else tells.</summary>
    public bool LooksUpOwners { get; init; }

    /// <summary>Those of the paths that are addresses: all or none.</summary>
    public IReadOnlyList<BucketAddress> Buckets => [.. Paths.Select(BucketAddress.Parse).OfType<BucketAddress>()];

    /// <summary>Null when owners are not to be looked up.</summary>
    public LookUpOwners? OwnerLookUp(AwsConnection? aws, TrailRun run) =>
        LooksUpOwners && aws is not null ? new LookUpOwners(aws.ImageFacts, run.Owners, run.Organization) : null;
}
