using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.Authoring;

public static class OperationDiagnostics
{
    public static readonly DiagnosticDescriptor ModeUnlikeDeployed = new(
        "AMI0511",
        Severity.Error,
        "mode unlike what is deployed"
    );
    public static readonly DiagnosticDescriptor CannotWrite = new("AMI0701", Severity.Error, "file cannot be written");
    public static readonly DiagnosticDescriptor WouldOverwrite = new("AMI0702", Severity.Error, "file exists already");

    public static readonly DiagnosticDescriptor ChangedMeanwhile = new(
        "AMI0703",
        Severity.Error,
        "file was written by another process"
    );

    public static readonly DiagnosticDescriptor AnotherRun = new("AMI0704", Severity.Error, "another run is at work");

    public static readonly DiagnosticDescriptor NoSuchPublisher = new(
        "AMI0708",
        Severity.Error,
        "publisher cannot be removed"
    );

    public static readonly DiagnosticDescriptor DatabaseUnusable = new(
        "AMI0907",
        Severity.Error,
        "database cannot be used"
    );

    /// <summary>For every store of files: what another process wrote is not overwritten.</summary>
    public static Diagnostic Changed(string path) =>
        Diagnostic.About(
            path,
            ChangedMeanwhile,
            $"`{path}` is no longer as it was read: another process wrote it; nothing was added",
            "look at what the other one did, and run the command again"
        );

    /// <summary>For what was read, shown or worked on, and is something else when it is to be decided on or replaced.</summary>
    public static Diagnostic ChangedSinceRead(string path) =>
        Diagnostic.About(
            path,
            ChangedMeanwhile,
            $"`{path}` was changed after it was read",
            "look at what is there now, and run the command again"
        );

    public static readonly DiagnosticDescriptor[] All =
    [
        ModeUnlikeDeployed,
        CannotWrite,
        WouldOverwrite,
        ChangedMeanwhile,
        AnotherRun,
        NoSuchPublisher,
        DatabaseUnusable,
    ];
}
