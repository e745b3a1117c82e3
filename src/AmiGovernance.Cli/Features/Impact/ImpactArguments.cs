using System.Collections.Immutable;
using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Cli.Features.Impact;

/// <summary>Where it is looked, and how it is shown.</summary>
/// <param name="Top">Findings in text and Markdown.</param>
internal sealed record ImpactArguments(
    JudgementArguments Judgement,
    AwsSettings Aws,
    IReadOnlyList<OutputTarget> Targets,
    int Top
)
{
    /// <summary>Empty for every account of the organization.</summary>
    public ImmutableArray<AccountId> Accounts { get; init; } = [];

    /// <summary>Empty for every enabled Region.</summary>
    public ImmutableArray<RegionName> Regions { get; init; } = [];
}
