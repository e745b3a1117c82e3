using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.Core.Features.Decisions;

/// <param name="Certificate">The file; null when there is none to be written, which the report says.</param>
public sealed record CertifiedProof(ImmutableArray<GuaranteeResult> Guarantees, ReadOnlyMemory<byte>? Certificate);
