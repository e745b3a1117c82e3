using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.Exceptions.Requests;

internal static class RequestDiagnostics
{
    public static readonly DiagnosticDescriptor TooLong = new(
        "AMI0601",
        Severity.Error,
        "requested time longer than allowed"
    );
    public static readonly DiagnosticDescriptor Permanent = new(
        "AMI0602",
        Severity.Error,
        "permanent exception requested"
    );
    public static readonly DiagnosticDescriptor AlreadyCovered = new(
        "AMI0603",
        Severity.Error,
        "images of the account are allowed already"
    );
    public static readonly DiagnosticDescriptor NotInOrganization = new(
        "AMI0604",
        Severity.Error,
        "account not in the organization"
    );
    public static readonly DiagnosticDescriptor Ticket = new("AMI0605", Severity.Error, "not a ticket number");
    public static readonly DiagnosticDescriptor Exists = new("AMI0606", Severity.Error, "request exists already");
    public static readonly DiagnosticDescriptor Unknown = new("AMI0607", Severity.Error, "no such request");
    public static readonly DiagnosticDescriptor ReviewPending = new(
        "AMI0608",
        Severity.Warning,
        "security review pending"
    );
    public static readonly DiagnosticDescriptor TooLate = new("AMI0609", Severity.Error, "approved time over");

    public static readonly DiagnosticDescriptor NotNamed = new(
        "AMI0644",
        Severity.Warning,
        "account launches the images and is not named"
    );
    public static readonly DiagnosticDescriptor NoLaunch = new(
        "AMI0645",
        Severity.Warning,
        "no launch of the images seen"
    );
    public static readonly DiagnosticDescriptor OtherOwner = new(
        "AMI0646",
        Severity.Warning,
        "account launches other images that are not allowed"
    );

    internal const string TicketHelp =
        "letters, digits, `-` and `_`, such as CLOUD-1234, and no device of Windows, such as CON: it names files and a branch";

    public static readonly DiagnosticDescriptor[] All =
    [
        TooLong,
        Permanent,
        AlreadyCovered,
        NotInOrganization,
        Ticket,
        Exists,
        Unknown,
        ReviewPending,
        TooLate,
        NotNamed,
        NoLaunch,
        OtherOwner,
    ];
}
