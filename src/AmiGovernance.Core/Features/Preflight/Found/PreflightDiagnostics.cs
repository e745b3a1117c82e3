using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.Preflight.Found;

/// <summary>Findings about images in what people deploy from.</summary>
public static class PreflightDiagnostics
{
    public static readonly DiagnosticDescriptor Denied = new("AMI1101", Severity.Error, "named image is denied");
    public static readonly DiagnosticDescriptor Open = new(
        "AMI1102",
        Severity.Warning,
        "whether the named image is allowed is not known"
    );
    public static readonly DiagnosticDescriptor Marked = new(
        "AMI1103",
        Severity.Warning,
        "named image is marked in audit mode"
    );
    public static readonly DiagnosticDescriptor NotRead = new(
        "AMI1104",
        Severity.Warning,
        "file that may name images not read, or not whole"
    );
    public static readonly DiagnosticDescriptor NothingToRead = new(
        "AMI1105",
        Severity.Error,
        "nothing to look for images in"
    );

    public static readonly DiagnosticDescriptor AnyOwner = new(
        "AMI1110",
        Severity.Error,
        "images of anybody are looked up by name"
    );
    public static readonly DiagnosticDescriptor NumericOwner = new(
        "AMI1111",
        Severity.Note,
        "owner by number whose images carry an alias"
    );
    public static readonly DiagnosticDescriptor StrangeParameter = new(
        "AMI1112",
        Severity.Warning,
        "parameter of a publisher that is not known"
    );
    public static readonly DiagnosticDescriptor Public = new(
        "AMI1113",
        Severity.Error,
        "image is shared with everybody"
    );
    public static readonly DiagnosticDescriptor SharedOutside = new(
        "AMI1114",
        Severity.Error,
        "image is shared outside of the organization"
    );
    public static readonly DiagnosticDescriptor Unencrypted = new(
        "AMI1115",
        Severity.Warning,
        "copy of an image is not encrypted"
    );
    public static readonly DiagnosticDescriptor OtherPlace = new(
        "AMI1116",
        Severity.Warning,
        "image is known in another Region"
    );
    public static readonly DiagnosticDescriptor Name = new(
        "AMI1117",
        Severity.Warning,
        "name of an image is against the convention"
    );

    public static readonly IReadOnlyList<DiagnosticDescriptor> All =
    [
        Denied,
        Open,
        Marked,
        NotRead,
        NothingToRead,
        AnyOwner,
        NumericOwner,
        StrangeParameter,
        Public,
        SharedOutside,
        Unencrypted,
        OtherPlace,
        Name,
    ];
}
