using AmiGovernance.Cli.Databases;
using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Operations.Exceptions;
using AmiGovernance.Core.Operations.Trails;
using AmiGovernance.Core.Trail;

namespace AmiGovernance.Cli.Trails;

/// <summary>Reads launches from what `amigov trail scan --state` keeps.</summary>
internal static class TrailStateUse
{
    /// <summary>Null with a report when the file cannot be used.</summary>
    public static UseSource? Read(DatabaseFolder databases, string path, TimeProvider time, DiagnosticBag bag)
    {
        using var state = TrailStateFile.Open(databases.FullPath(path), bag);
        if (state is null)
            return null;
        var found = new ScanTrail(new DiskTrailSource([]), TrailQuestion.Everything, state, time).Findings;
        return UseReports.Of(
            new TrailReport(found.Ledger, new TrailReporter(new ImageOwners(), found.Sources, null).Report(found.Rows)),
            path
        );
    }
}
