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
            ? DeploymentLogReader.Read(source, bag)
            : DeploymentLog.Empty;

    /// <summary>The same where the findings decide what becomes of it.</summary>
    internal static Reading<DeploymentLog> Read(IFileStore files) => Reading.Of(bag => Read(files, bag));

    /// <summary>
    /// What was recorded, as far as it can be read, for those to whom a broken record is no obstacle: who rests a decision on it reads the
    /// findings too.
    /// </summary>
    internal static DeploymentLog ReadWhatIsThere(IFileStore files) => Read(files).Value ?? DeploymentLog.Empty;

    /// <summary>Null with a report when the record does not hold together: what follows a broken chain could not be trusted.</summary>
    public static DeploymentRecord? Open(IFileStore files, DiagnosticBag bag)
    {
        var log = Read(files);
        bag.AddRange(log.Findings);
        return log.IfSound is { } sound ? new DeploymentRecord(files, DeploymentLog.Path, sound) : null;
    }

    /// <summary>
    /// A record that holds nothing up: where the usual one is broken, a file of its own takes the entries, and what no file takes
    /// goes to <paramref name="fallback"/>.
    /// </summary>
    /// <param name="files">Where the record lies.</param>
    /// <param name="deployment">Names the file of its own.</param>
    /// <param name="fallback">Takes the line of an entry that no file takes.</param>
    /// <param name="bag">Takes a warning when the record lies elsewhere.</param>
    public static DeploymentRecord OpenForEmergency(
        IFileStore files,
        string deployment,
        Action<ReadOnlyMemory<byte>> fallback,
        DiagnosticBag bag
    )
    {
        var log = Read(files);
        if (log.IfSound is { } sound)
            return new DeploymentRecord(files, DeploymentLog.Path, sound, fallback);
        var path = $"deployments/emergency-{deployment}.jsonl";
        bag.Report(
            RolloutDiagnostics.RecordedElsewhere,
            SourceLocation.OfFile(SourceText.Missing(DeploymentLog.Path)),
            $"the record does not hold together ({log.Findings[0].Message}); this deployment goes to {path}",
            "mend the record from version control, and keep the new file beside it"
        );
        return new DeploymentRecord(files, path, DeploymentLog.Empty, fallback);
    }

    /// <summary>False with a report when the entry could not be written, and nothing else takes it.</summary>
    public bool Add(DeploymentEntry entry, DiagnosticBag bag)
    {
        var chained = entry.ChainedTo(lastHash);
        var line = chained.ToLine();
        var own = new DiagnosticBag();
        if (files.Append(Path, length, line, own))
        {
            (lastHash, length) = (chained.Hash, length + line.Length);
            return true;
        }
        if (fallback is null)
        {
            bag.AddRange(own.ToSorted());
            return false;
        }
        bag.AddRange(own.ToSorted().Select(d => d with { Severity = Severity.Warning }));
        fallback(line);
        return true;
    }
}
