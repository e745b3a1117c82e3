using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>Writes the deployment record. Each entry is on disk before the next call to AWS is made.</summary>
public sealed class DeploymentRecord
{
    private readonly IFileStore files;
    private readonly Action<ReadOnlyMemory<byte>>? fallback;
    private string lastHash;
    private int length;

    private DeploymentRecord(
        IFileStore files,
        string path,
        DeploymentLog log,
        Action<ReadOnlyMemory<byte>>? fallback = null
    )
    {
        this.files = files;
        this.fallback = fallback;
        Path = path;
        lastHash = log.LastHash;
        length = log.Length;
    }

    public string Path { get; }

    /// <summary>What was recorded so far; empty when there is no record yet. Broken chains are reported.</summary>
    public static DeploymentLog Read(IFileStore files, DiagnosticBag bag) =>
        files.Exists(DeploymentLog.Path) && files.Read(DeploymentLog.Path, bag) is { } source
            ? DeploymentLog.Read(source, bag)
            : DeploymentLog.Empty;

    /// <summary>Null with a report when the record does not hold together: what follows a broken chain could not be trusted.</summary>
    public static DeploymentRecord? Open(IFileStore files, DiagnosticBag bag)
    {
        var own = new DiagnosticBag();
        var log = Read(files, own);
        bag.AddRange(own.ToSorted());
        return own.HasErrors ? null : new DeploymentRecord(files, DeploymentLog.Path, log);
    }

    /// <summary>
    /// A record that holds nothing up: where the usual one is broken, a file of its own takes the entries, and what no file takes
    /// goes to <paramref name="fallback"/>.
    /// </summary>
    public static DeploymentRecord OpenForEmergency(
        IFileStore files,
        string deployment,
        Action<ReadOnlyMemory<byte>> fallback,
        DiagnosticBag bag
    )
    {
        var own = new DiagnosticBag();
        var log = Read(files, own);
        if (!own.HasErrors)
            return new DeploymentRecord(files, DeploymentLog.Path, log, fallback);
        var path = $"deployments/emergency-{deployment}.jsonl";
        bag.Report(
            RolloutDiagnostics.RecordedElsewhere,
            SourceLocation.OfFile(SourceText.Missing(DeploymentLog.Path)),
            $"the record does not hold together ({own.ToSorted()[0].Message}); this deployment goes to {path}",
            "mend the record from version control, and keep the new file beside it"
        );
        return new DeploymentRecord(files, path, DeploymentLog.Empty, fallback);
    }

    public bool Add(DeploymentEntry entry, DiagnosticBag bag)
    {
        var chained = entry.ChainedTo(lastHash);
        var line = chained.ToLine();
        var own = new DiagnosticBag();
        if (!files.Append(Path, length, line, own))
        {
            bag.AddRange(own.ToSorted().Select(d => fallback is null ? d : d with { Severity = Severity.Warning }));
            if (fallback is null)
                return false;
            fallback(line);
            return true;
        }
        (lastHash, length) = (chained.Hash, length + line.Length);
        return true;
    }
}
