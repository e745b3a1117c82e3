using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

internal static class ApprovalDiagnostics
{
    public static readonly DiagnosticDescriptor UnknownName = new(
        "AMI0610",
        Severity.Error,
        "person or role not entered"
    );
    public static readonly DiagnosticDescriptor SharedAddress = new(
        "AMI0611",
        Severity.Error,
        "mail address of two people"
    );
    public static readonly DiagnosticDescriptor RoleNotNeeded = new(
        "AMI0612",
        Severity.Error,
        "role does not decide on this type"
    );
    public static readonly DiagnosticDescriptor NotInRole = new(
        "AMI0613",
        Severity.Error,
        "person does not hold the role"
    );
    public static readonly DiagnosticDescriptor OwnRequest = new(
        "AMI0614",
        Severity.Error,
        "decision on one's own request"
    );
    public static readonly DiagnosticDescriptor SamePerson = new("AMI0615", Severity.Error, "same person in two roles");
    public static readonly DiagnosticDescriptor OtherVersion = new(
        "AMI0616",
        Severity.Warning,
        "decision on another version of the request"
    );
    public static readonly DiagnosticDescriptor Forged = new(
        "AMI0617",
        Severity.Error,
        "record is not what was written"
    );
    public static readonly DiagnosticDescriptor NotCommitted = new(
        "AMI0618",
        Severity.Warning,
        "record or request not committed"
    );
    public static readonly DiagnosticDescriptor Signature = new(
        "AMI0619",
        Severity.Error,
        "signature missing or wrong"
    );
    public static readonly DiagnosticDescriptor Decided = new("AMI0620", Severity.Error, "already decided");
    public static readonly DiagnosticDescriptor EmptyRole = new("AMI0621", Severity.Warning, "role that nobody holds");

    public static readonly DiagnosticDescriptor NoTarget = new("AMI0624", Severity.Error, "target branch not known");
    public static readonly DiagnosticDescriptor NotEntered = new("AMI0625", Severity.Error, "requester not entered");
    public static readonly DiagnosticDescriptor ListChanged = new(
        "AMI0626",
        Severity.Error,
        "approvers changed without the approvers"
    );
    public static readonly DiagnosticDescriptor Time = new("AMI0627", Severity.Error, "time that cannot be");
    public static readonly DiagnosticDescriptor LookAlike = new("AMI0629", Severity.Warning, "people who look alike");
    public static readonly DiagnosticDescriptor SharedIdentity = new(
        "AMI0636",
        Severity.Error,
        "one person entered twice"
    );

    public static readonly DiagnosticDescriptor HostUnknown = new(
        "AMI0637",
        Severity.Error,
        "approval on the code host not known"
    );

    public static readonly DiagnosticDescriptor NoOwner = new("AMI0638", Severity.Warning, "path without owners");

    public static readonly DiagnosticDescriptor[] All =
    [
        UnknownName,
        SharedAddress,
        RoleNotNeeded,
        NotInRole,
        OwnRequest,
        SamePerson,
        OtherVersion,
        Forged,
        NotCommitted,
        Signature,
        Decided,
        EmptyRole,
        NoTarget,
        NotEntered,
        ListChanged,
        Time,
        LookAlike,
        SharedIdentity,
        HostUnknown,
        NoOwner,
    ];
}
