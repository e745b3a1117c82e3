using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Governance.Config;

/// <summary>
/// `config/ami_publishers.json` as read. Entries whose identity could not be read are left out here and reported, so a
/// configuration with error diagnostics must never be turned into policies.
/// </summary>
public sealed record GovernanceConfig
{
    public required JsonDocumentTree Tree { get; init; }

    public ImmutableArray<Publisher> Publishers { get; init; } = [];

    /// <summary>Those in the organization: vendors are outside, where no service control policy reaches.</summary>
    public IEnumerable<Publisher> OwnPublishers => Publishers.Where(p => p.Kind == PublisherKind.Ops);

    public ImmutableArray<AliasPublisher> Aliases { get; init; } = [];

    /// <summary>Null when the configuration does not say which managed services are used.</summary>
    public ImmutableArray<ManagedService>? ManagedServices { get; init; }

    public ImmutableArray<ExceptionAccount> Exceptions { get; init; } = [];

    public ImmutableArray<RemediationPlan> RemediationPlans { get; init; } = [];

    public ImmutableArray<ExemptPrincipal> BreakGlassPrincipals { get; init; } = [];

    /// <summary>Null when the configuration does not say which roles create images outside publisher accounts.</summary>
    public ImmutableArray<ExemptPrincipal>? ImageCreationRoles { get; init; }

    /// <summary>Null when the configuration does not say which roles launch images of their own account.</summary>
    public ImmutableArray<ExemptPrincipal>? RestoreRoles { get; init; }

    /// <summary>Where both policies are attached; see <see cref="OrganizationTarget"/>.</summary>
    public ImmutableArray<string> Targets { get; init; } = [OrganizationTarget.Root];

    public ImmutableSortedDictionary<string, ExceptionType> ExceptionTypes { get; init; } = ExceptionType.Defaults;

    public ImmutableArray<Contact> Contacts { get; init; } = [];

    public PolicyConfig Policy { get; init; } = new();

    /// <summary>What AWS does, as far as decisions on this configuration rest on what was measured beside it.</summary>
    public KnownFacts Facts { get; init; } = KnownFacts.Assumed;

    public DeploymentConfig Deployment { get; init; } = new(Carrier.Amigov);
}

public sealed record Contact(string Purpose, string Address, string? ResponseTime);

/// <summary>A principal that a deny statement does not apply to; <see cref="Arn"/> is a pattern for `aws:PrincipalArn`.</summary>
public sealed record ExemptPrincipal(JsonNode Node, string Arn, string? Service);
