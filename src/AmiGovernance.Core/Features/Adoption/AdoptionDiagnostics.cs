using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.Adoption;

public static class AdoptionDiagnostics
{
    public static readonly DiagnosticDescriptor NothingFound = new(
        "AMI0560",
        Severity.Error,
        "no policy governs images"
    );

    public static readonly DiagnosticDescriptor Contradiction = new(
        "AMI0561",
        Severity.Error,
        "policies contradict each other"
    );

    public static readonly DiagnosticDescriptor NoOpsPublisher = new(
        "AMI0562",
        Severity.Error,
        "no account of the organization publishes images"
    );

    public static readonly DiagnosticDescriptor NotRead = new("AMI0563", Severity.Warning, "policy cannot be read");

    public static readonly DiagnosticDescriptor NotChosen = new("AMI0564", Severity.Error, "policy cannot be chosen");

    public static readonly DiagnosticDescriptor[] All =
    [
        NothingFound,
        Contradiction,
        NoOpsPublisher,
        NotRead,
        NotChosen,
    ];
}
