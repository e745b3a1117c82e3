using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>Why a watch does not begin.</summary>
public static class WatchDiagnostics
{
    private const int Shown = 3;

    public static readonly DiagnosticDescriptor CloneInUse = new(
        "AMI0570",
        Severity.Error,
        "the watch needs a clone of its own"
    );

    public static readonly DiagnosticDescriptor PortTaken = new(
        "AMI0571",
        Severity.Error,
        "health and metrics cannot be served"
    );

    internal static IEnumerable<DiagnosticDescriptor> All => [CloneInUse, PortTaken];

    /// <param name="changed">Paths that nobody committed.</param>
    public static Diagnostic NotAlone(IReadOnlyList<string> changed)
    {
        var paths = Shortened.Sentences([.. changed.Select(Sanitize.Text)], Shown);
        return Diagnostic.About(
            "repository",
            CloneInUse,
            $"{paths}: not committed here, and each look sets the clone to the branch",
            "`git clone` makes one for the watch alone; or commit, or `git stash`"
        );
    }

    /// <param name="store">A folder.</param>
    public static Diagnostic StoreInClone(string store) =>
        Diagnostic.About(
            "--store",
            CloneInUse,
            $"{Sanitize.Text(store)} lies in the clone, and each look sets the clone to the branch",
            "name a folder outside, such as ../watch"
        );

    public static Diagnostic NoPort(string address, string problem) =>
        Diagnostic.About(
            "--listen",
            PortTaken,
            $"{Sanitize.Text(address)}: {problem}",
            "write it as HOST:PORT, such as 127.0.0.1:9464, with a port that is free"
        );
}
