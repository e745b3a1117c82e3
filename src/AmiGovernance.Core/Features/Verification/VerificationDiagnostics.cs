using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.Verification;

internal static class VerificationDiagnostics
{
    public static readonly DiagnosticDescriptor NotEnded = new(
        "AMI0750",
        Severity.Error,
        "test instance could not be ended"
    );
    public static readonly DiagnosticDescriptor NotGoverned = new(
        "AMI0751",
        Severity.Warning,
        "account is not under the policies"
    );
    public static readonly DiagnosticDescriptor ModeUnlikeConfig = new(
        "AMI0752",
        Severity.Warning,
        "mode of the organization differs from the configuration"
    );
    public static readonly DiagnosticDescriptor TooSoon = new(
        "AMI0753",
        Severity.Note,
        "policies were changed a moment ago"
    );

    public static readonly DiagnosticDescriptor[] All = [NotEnded, NotGoverned, ModeUnlikeConfig, TooSoon];
}
