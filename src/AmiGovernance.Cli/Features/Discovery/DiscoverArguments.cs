using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Proposals;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Cli.Features.Discovery;

/// <summary>What is looked at, and what becomes of the proposal.</summary>
/// <param name="Days">The length of the period before now.</param>
/// <param name="Config">The configuration there may be already: its types of exceptions hold.</param>
internal sealed record DiscoverArguments(int Days, string Config, AwsSettings Aws)
{
    public IReadOnlyList<OutputTarget> Targets { get; init; } = [];

    /// <summary>Folders and files of a trail, or addresses of buckets; empty when the past is not checked.</summary>
    public IReadOnlyList<string> Trail { get; init; } = [];

    /// <summary>An organization file; then the accounts are not read.</summary>
    public string? Organization { get; init; }

    /// <summary>Files of images and their owners.</summary>
    public ImmutableArray<string> Owners { get; init; } = [];

    /// <summary>An inventory; null for none.</summary>
    public string? Database { get; init; }

    /// <summary>Empty for every account of the organization.</summary>
    public ImmutableArray<AccountId> Accounts { get; init; } = [];

    /// <summary>Empty for every enabled Region.</summary>
    public ImmutableArray<RegionName> Regions { get; init; } = [];

    /// <summary>A file that keeps what was read; null for none.</summary>
    public string? State { get; init; }

    /// <summary>Whether to go on with what the state holds.</summary>
    public bool Resumes { get; init; }

    /// <summary>Where the proposed configuration goes; null for nowhere.</summary>
    public string? Write { get; init; }

    /// <summary>How a branch is made of it; null for none.</summary>
    public ProposalOptions? Proposal { get; init; }

    /// <summary>Those of the trail's paths that are addresses: all or none.</summary>
    public IReadOnlyList<BucketAddress> Buckets => [.. Trail.Select(BucketAddress.Parse).OfType<BucketAddress>()];

    /// <summary>Equal where the same accounts, Regions and number of days are looked at, whenever that is.</summary>
    public string Question
    {
        get
        {
            var places = new TrailFilter(null, null) { Accounts = Accounts, Regions = Regions };
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{new TrailQuestion(places, [], null).Text}\ndays {Days}"
            );
        }
    }

    /// <summary>Without an organization file the organization is asked for what it is now.</summary>
    public bool ReadsAccounts => Organization is null;
}
