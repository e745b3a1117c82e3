using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>Files of policies that take part beside those of the organization.</summary>
public sealed record OtherPolicies
{
    public static readonly OtherPolicies None = new();

    /// <summary>When there are none, the identity's own permissions count as allowing.</summary>
    public ImmutableArray<string> Identity { get; init; } = [];

    /// <summary>Of an identity; AWS takes one.</summary>
    public ImmutableArray<string> Boundary { get; init; } = [];

    public ImmutableArray<string> Session { get; init; } = [];

    /// <summary>Of the VPC endpoint that the call takes.</summary>
    public ImmutableArray<string> Endpoint { get; init; } = [];

    public ImmutableArray<string> ResourceControl { get; init; } = [];
}
