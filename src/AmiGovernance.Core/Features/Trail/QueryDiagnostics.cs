using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail;

/// <summary>What a query engine's failure is to its user.</summary>
public static class QueryDiagnostics
{
    public static readonly DiagnosticDescriptor Failed = new("AMI0940", Severity.Error, "query engine gave no answer");
    public static readonly DiagnosticDescriptor Stopped = new(
        "AMI0941",
        Severity.Error,
        "query stopped, for it reads too much"
    );

    public static readonly DiagnosticDescriptor[] All = [Failed, Stopped];

    public static Diagnostic Of(QueryFailureException failure, string engine)
    {
        var (descriptor, help) = failure.IsStopped
            ? (Stopped, "ask for fewer days with `--from` and `--to`, or allow more with `--max-scan`")
            : (Failed, "`--print-sql` prints the query, to be run by hand");
        return Diagnostic.About(engine, descriptor, Sanitize.Text(failure.Message), help);
    }
}
