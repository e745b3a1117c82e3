using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.Exceptions;

public static class ProposalDiagnostics
{
    public static readonly DiagnosticDescriptor NotApproved = new("AMI0622", Severity.Error, "exception not approved");
    public static readonly DiagnosticDescriptor UnlikeRequest = new(
        "AMI0623",
        Severity.Error,
        "entry is not what was approved"
    );
    public static readonly DiagnosticDescriptor NoRequest = new(
        "AMI0628",
        Severity.Warning,
        "exception without request"
    );
    public static readonly DiagnosticDescriptor NoBase = new("AMI0632", Severity.Error, "no state to start from");
    public static readonly DiagnosticDescriptor StaleStart = new(
        "AMI0633",
        Severity.Error,
        "generated files stale before the change"
    );
    public static readonly DiagnosticDescriptor BranchExists = new(
        "AMI0634",
        Severity.Error,
        "branch exists and is something else"
    );
    public static readonly DiagnosticDescriptor NoMergeRequest = new(
        "AMI0635",
        Severity.Error,
        "merge request not opened"
    );

    public static readonly DiagnosticDescriptor ExtensionWaits = new(
        "AMI0649",
        Severity.Warning,
        "approved extension not implemented"
    );

    public static readonly DiagnosticDescriptor[] All =
    [
        NotApproved,
        UnlikeRequest,
        NoRequest,
        NoBase,
        StaleStart,
        BranchExists,
        NoMergeRequest,
        ExtensionWaits,
    ];
}
