using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Handover;

/// <param name="Folder">Of the policies.</param>
public sealed record ExportRequest(string ConfigPath, string Folder)
{
    /// <summary>Who brings the policies to AWS; null for the one of the configuration.</summary>
    public Carrier? Carrier { get; init; }

    /// <summary>Where the carrier's files stand; null for the place that the configuration gives.</summary>
    public string? OutputFolder { get; init; }

    /// <summary>Null where nothing of it is known.</summary>
    public Organization? Organization { get; init; }

    /// <summary>What is enforced while the rest is in audit mode, beside what the organization has enforced already.</summary>
    public ImmutableArray<string> Stages { get; init; } = [];

    /// <summary>The account in which a stack makes the policies; null for the management account.</summary>
    public AccountId? Account { get; init; }
}
