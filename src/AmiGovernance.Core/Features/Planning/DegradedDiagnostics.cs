using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>What is not there, and not needed to go on.</summary>
public static class DegradedDiagnostics
{
    public static readonly DiagnosticDescriptor ScpAloneGoverns = new(
        "AMI0740",
        Severity.Note,
        "allowed images are not governed"
    );

    public static readonly DiagnosticDescriptor TrustedAccessStaysOff = new(
        "AMI0741",
        Severity.Warning,
        "trusted access stays off"
    );

    public static readonly DiagnosticDescriptor NotCommitted = new(
        "AMI0742",
        Severity.Warning,
        "what is deployed is not what is committed"
    );

    public static readonly DiagnosticDescriptor[] All = [ScpAloneGoverns, TrustedAccessStaysOff, NotCommitted];

    /// <summary>For the service double or partition that knows no EC2 policies; see <see cref="ScpAlone"/>.</summary>
    /// <param name="bag">Takes the note.</param>
    public static void ReportScpAlone(DiagnosticBag bag) =>
        bag.Report(
            ScpAloneGoverns,
            SourceLocation.OfFile(SourceText.Missing("organization")),
            ScpAlone.Note,
            "nothing is to be done; where AWS brings the policy type, `amigov plan` adds the other layer"
        );
}
