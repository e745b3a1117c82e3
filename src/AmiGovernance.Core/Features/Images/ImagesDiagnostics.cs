using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Images.Remediation;

namespace AmiGovernance.Core.Features.Images;

/// <summary>What can be wrong with images, their names, and their inventory.</summary>
public static class ImagesDiagnostics
{
    public static readonly DiagnosticDescriptor NameUnlikeConvention = new(
        "AMI1001",
        Severity.Error,
        "image name does not follow the naming convention"
    );
    public static readonly DiagnosticDescriptor NameNotAccepted = new(
        "AMI1002",
        Severity.Error,
        "EC2 does not accept the image name"
    );
    public static readonly DiagnosticDescriptor NameMisleads = new(
        "AMI1003",
        Severity.Warning,
        "image name could be taken for a well-known image"
    );

    public static readonly DiagnosticDescriptor UnknownAccount = new(
        "AMI1004",
        Severity.Error,
        "account is not in the organization"
    );
    public static readonly DiagnosticDescriptor NothingToResume = new(
        "AMI1005",
        Severity.Error,
        "no scan to go on with"
    );
    public static readonly DiagnosticDescriptor NotRead = new(
        "AMI1006",
        Severity.Warning,
        "account or Region was not read"
    );
    public static readonly DiagnosticDescriptor NoInventory = new("AMI1007", Severity.Error, "no image inventory");
    public static readonly DiagnosticDescriptor NoSuchImage = new(
        "AMI1008",
        Severity.Error,
        "image is not in the inventory"
    );
    public static readonly DiagnosticDescriptor QueryRefused = new("AMI1009", Severity.Error, "query cannot be run");

    public static readonly DiagnosticDescriptor ReportNotSent = new("AMI1018", Severity.Error, "image report not sent");
    public static readonly DiagnosticDescriptor ReportChannel = new(
        "AMI1019",
        Severity.Error,
        "no way to send the image report"
    );

    public static readonly DiagnosticDescriptor OtherOrganization = new(
        "AMI1021",
        Severity.Error,
        "inventory is of another organization"
    );

    public static readonly DiagnosticDescriptor[] All =
    [
        NameUnlikeConvention,
        NameNotAccepted,
        NameMisleads,
        UnknownAccount,
        NothingToResume,
        NotRead,
        NoInventory,
        NoSuchImage,
        QueryRefused,
        AskedRegions.Unknown,
        .. RemediationDiagnostics.All,
        ReportNotSent,
        ReportChannel,
        OtherOrganization,
    ];
}
