using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Ports;

public static class GitDiagnostics
{
    public static readonly DiagnosticDescriptor Failed = new("AMI0630", Severity.Error, "git failed");
    public static readonly DiagnosticDescriptor NoIdentity = new(
        "AMI0631",
        Severity.Error,
        "git does not know who you are"
    );

    public static readonly DiagnosticDescriptor[] All = [Failed, NoIdentity];

    /// <param name="severity">A warning where the work can go on without.</param>
    public static void Report(
        GitException failure,
        DiagnosticBag bag,
        Severity severity = Severity.Error,
        string? help = null
    ) => bag.Report(Failed, At(failure), failure.Message, help, severity: severity);

    public static Diagnostic Of(GitException failure) =>
        new(Failed, Failed.Severity, Sanitize.Text(failure.Message), At(failure));

    private static SourceLocation At(GitException failure) =>
        SourceLocation.OfFile(SourceText.Missing(failure.Command));
}
