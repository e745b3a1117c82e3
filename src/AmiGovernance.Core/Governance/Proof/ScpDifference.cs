using System.Collections.Immutable;

namespace AmiGovernance.Core.Governance.Proof;

/// <param name="Changes">Where nothing stands here, no request is decided otherwise than before.</param>
/// <param name="NotCompared">Statements that differ and that cannot be compared by meaning, in words.</param>
public sealed record ScpDifference(ImmutableArray<ChangedRequests> Changes, ImmutableArray<string> NotCompared);
