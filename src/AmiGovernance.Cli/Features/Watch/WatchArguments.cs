using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Features.Images;
using AmiGovernance.Core.Features.Trail;

namespace AmiGovernance.Cli.Features.Watch;

/// <param name="Branch">The protected branch of the remote.</param>
/// <param name="Store">Where it keeps what must outlive it: `s3://BUCKET/PREFIX`, or a folder.</param>
internal sealed record WatchArguments(string ConfigPath, string Branch, string Store, AwsSettings Aws)
{
    /// <summary>Names this process among others.</summary>
    public required string Holder { get; init; }

    public TimeSpan Interval { get; init; }

    public bool Once { get; init; }

    public bool Repairs { get; init; }

    public bool DemandsSignature { get; init; }

    /// <summary>The role that reads the images of every account once a week; null for no such report.</summary>
    public string? ImagesRole { get; init; }

    /// <summary>Where trail files come; empty for no trail.</summary>
    public IReadOnlyList<BucketAddress> Trail { get; init; } = [];

    public TimeSpan TrailInterval { get; init; }

    /// <summary>Whether the contacts of accounts are told what concerns them, by mail.</summary>
    public bool TellsContacts { get; init; }

    /// <summary>Where metrics, traces and logs are sent; null for where the environment says.</summary>
    public Uri? Collector { get; init; }

    /// <summary>Where health and metrics are served; null for nowhere.</summary>
    public string? Listen { get; init; }

    public required ReportRecipients Recipients { get; init; }
}
