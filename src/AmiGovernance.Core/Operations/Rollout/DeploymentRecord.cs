using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Planning;

namespace AmiGovernance.Core.Operations.Rollout;

/// <summary>Writes the deployment record. Each entry is on disk before the next call to AWS is made.</summary>
public sealed class DeploymentRecord
{
    private readonly IFileStore files;
    private string lastHash;
    private int length;

    private DeploymentRecord(IFileStore files, DeploymentLog log)
    {
        this.files = files;
        lastHash = log.LastHash;
        length = log.Length;
    }

    /// <summary>What was recorded so far; empty when there is no record yet. Broken chains are reported.</summary>
    public static DeploymentLog Read(IFileStore files, DiagnosticBag bag) =>
        files.Exists(DeploymentLog.Path) && files.Read(DeploymentLog.Path, bag) is { } source ? DeploymentLog.Read(source, bag) : DeploymentLog.Empty;

    /// <summary>Null with a report when the record does not hold together: what follows a broken chain could not be trusted.</summary>
    public static DeploymentRecord? Open(IFileStore files, DiagnosticBag bag)
    {
        var own = new DiagnosticBag();
        var log = Read(files, own);
        bag.AddRange(own.ToSorted());
        return own.HasErrors ? null : new DeploymentRecord(files, log);
    }

    public bool Add(DeploymentEntry entry, DiagnosticBag bag)
    {
        var chained = entry.After(lastHash);
        var line = chained.ToLine();
        if (!files.Append(DeploymentLog.Path, length, line, bag)) return false;
        (lastHash, length) = (chained.Hash, length + line.Length);
        return true;
    }
}
