using System.Collections.Immutable;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>All requests for actions that the same statements cover, each in one class.</summary>
/// <param name="Kind">What the actions do to images.</param>
internal sealed record CertifiedRequests(
    string Kind,
    ImmutableArray<string> Actions,
    ImmutableArray<CertifiedClass> Classes
);
