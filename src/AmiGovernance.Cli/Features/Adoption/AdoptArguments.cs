using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Cli.Features.Adoption;

/// <param name="Policies">Names or ids of those that are read; empty for all.</param>
internal sealed record AdoptArguments(
    IReadOnlyList<string> Policies,
    AwsSettings Aws,
    IReadOnlyList<OutputTarget> Targets
)
{
    /// <summary>An organization file; null to ask AWS.</summary>
    public string? Organization { get; init; }

    /// <summary>Where the configuration is written; null for nowhere.</summary>
    public string? File { get; init; }

    /// <summary>Whether a file that is there is replaced without a question.</summary>
    public bool Yes { get; init; }

    public Carrier? Carrier { get; init; }

    public AccountId? OpsAccount { get; init; }
}
