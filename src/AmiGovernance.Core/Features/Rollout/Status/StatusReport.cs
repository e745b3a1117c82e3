using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Status;

/// <summary>Two places that should say the same and do not.</summary>
/// <param name="Between">Such as `dist/ and organization`.</param>
/// <param name="Help">The command that fixes it, or that says more.</param>
public sealed record Drift(string Between, string What, string Help)
{
    /// <summary>What a call of somebody did to a policy of ours; null where the drift is of another kind.</summary>
    internal PolicyChange? Change { get; init; }

    /// <summary>What a document has become: the next change of it has another one. Empty for what has no document.</summary>
    internal string Version { get; init; } = "";

    /// <summary>Who did it; null where the drift is no change that a single call makes.</summary>
    public DriftAuthor? By { get; init; }
}

/// <summary>One of our policies as it is now.</summary>
/// <param name="Mode">Of a declarative policy; null for a service control policy.</param>
public sealed record PolicyStatus(OrganizationPolicy Policy, AllowedImagesState? Mode, ImmutableArray<string> Targets)
{
    internal static PolicyStatus Of(OrganizationPolicy policy, Organization organization)
    {
        var targets = TargetsOf(organization, policy).Order(StringComparer.Ordinal);
        return new PolicyStatus(policy, ModeOf(policy), [.. targets]);
    }

    /// <summary>Null for a service control policy.</summary>
    internal static AllowedImagesState? ModeOf(OrganizationPolicy policy) =>
        policy.Type == OrganizationPolicyType.DeclarativePolicyEc2 ? PolicyContent.State(policy.Content) : null;

    internal static ImmutableArray<string> TargetsOf(Organization organization, OrganizationPolicy policy) =>
        [.. organization.Attachments.Where(a => a.PolicyId == policy.Id).Select(a => a.TargetId)];
}

/// <summary>A target of our declarative policies.</summary>
/// <param name="Since">When the mode began there, by the record; null when it does not say.</param>
/// <param name="Accounts">Below it, without those below another target.</param>
public sealed record TargetStatus(string Target, AllowedImagesState? Mode, DateTimeOffset? Since, int Accounts)
{
    /// <summary>The service control policies of ours that deny launches there though the mode does not say so.</summary>
    public ImmutableArray<string> DeniedBy { get; init; } = [];
}

/// <summary>Accounts that not both layers protect.</summary>
public sealed record CoverageGap(string Why, ImmutableArray<AccountId> Accounts)
{
    /// <summary>Whether AWS leaves nothing to decide: whatever is attached, the accounts stay as they are.</summary>
    public bool IsGiven { get; init; }
}

/// <summary>Where the rollout stands.</summary>
/// <param name="MinimumAuditDays">How long audit mode must have run before it is promoted.</param>
public sealed record StatusReport(Organization Organization, DateTimeOffset At, int MinimumAuditDays)
{
    /// <summary>Who deploys the policies.</summary>
    public Carrier Carrier { get; init; } = Carrier.Amigov;

    public ImmutableArray<PolicyStatus> Policies { get; init; } = [];

    /// <summary>What the service does not have, and who deploys if not amigov; a sentence each.</summary>
    public ImmutableArray<string> Notes =>
        [.. new[] { ScpAlone.In(Organization) ? ScpAlone.Note : null, CarrierNote }.OfType<string>()];

    private string? CarrierNote =>
        Carrier == Carrier.Amigov
            ? null
            : $"{Carrier.Title()} deploys the policies (`deployment.carrier`), which are known by their names";

    public ImmutableArray<TargetStatus> Targets { get; init; } = [];

    public ImmutableArray<Drift> Drifts { get; init; } = [];

    /// <summary>Those that have ended or end soon.</summary>
    public ImmutableArray<ExceptionStatus> Exceptions { get; init; } = [];

    /// <summary>How many accounts both layers protect.</summary>
    public int Covered { get; init; }

    public ImmutableArray<CoverageGap> Gaps { get; init; } = [];

    /// <summary>Other systems that write policies in the organization; those that come near ours first.</summary>
    public ImmutableArray<FoundWriter> Writers { get; init; } = [];

    /// <summary>
    /// What to do first where the record here is behind, or of another organization: what comes next is not known here then. Null
    /// elsewhere.
    /// </summary>
    public string? First { get; init; }

    /// <summary>Why the record here does not tell of all deployments; null where nothing says so.</summary>
    public string? RecordLacks { get; init; }

    /// <summary>What comes next, a sentence each.</summary>
    public ImmutableArray<string> Next { get; init; } = [];

    /// <summary>What could not be looked at, and why: there may be more.</summary>
    public ImmutableArray<string> NotRead { get; init; } = [];

    /// <summary>The last run that is recorded; empty when there is none.</summary>
    public ImmutableArray<DeploymentEntry> LastDeployment { get; init; } = [];
}
