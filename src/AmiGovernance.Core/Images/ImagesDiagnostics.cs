using AmiGovernance.Core.Diagnostics;

namespace AmiGovernance.Core.Images;

public static class ImagesDiagnostics
{
    public static readonly DiagnosticDescriptor NameUnlikeConvention = new("AMI1001", Severity.Error, "image name does not follow the naming convention");
    public static readonly DiagnosticDescriptor NameNotAccepted = new("AMI1002", Severity.Error, "EC2 does not accept the image name");
    public static readonly DiagnosticDescriptor NameMisleads = new("AMI1003", Severity.Warning, "image name could be taken for a well-known image");

    public static readonly DiagnosticDescriptor[] All = [NameUnlikeConvention, NameNotAccepted, NameMisleads];
}
