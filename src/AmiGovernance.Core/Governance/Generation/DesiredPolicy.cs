using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Governance.Generation;

/// <summary>A policy as the files in `dist/` want it.</summary>
/// <param name="Content">In its shortest form: AWS stores and counts the text as it is sent.</param>
public sealed record DesiredPolicy(string Name, OrganizationPolicyType Type, string Description, string Content)
{
    /// <summary>Null for those of the whole <see cref="DesiredState"/>.</summary>
    public ImmutableArray<string>? Targets { get; init; }

    /// <summary>Whether it is there for stages alone, and goes with them.</summary>
    public bool IsForStages { get; init; }
}
