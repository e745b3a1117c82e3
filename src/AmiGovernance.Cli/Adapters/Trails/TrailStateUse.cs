using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Cli.Adapters.Trails;

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
