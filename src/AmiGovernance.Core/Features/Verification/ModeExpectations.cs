using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>What is expected in each of the two modes.</summary>
internal sealed record ModeExpectations(Expectations Audit, Expectations Enforced)
{
    /// <summary>Null with a report when the configuration gives no policies.</summary>
    public static ModeExpectations? Of(GovernanceConfig config, DateTimeOffset now, DiagnosticBag bag) =>
        Expectations.Of(config, AllowedImagesState.AuditMode, now, bag) is { } audit
        && Expectations.Of(config, AllowedImagesState.Enabled, now, bag) is { } enforced
            ? new ModeExpectations(audit, enforced)
            : null;

    public Expectations Of(AllowedImagesState mode) => mode == AllowedImagesState.Enabled ? Enforced : Audit;
}
