using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>Writes the record of one deployment. Each entry is on disk before the next call to AWS is made.</summary>
public sealed class DeploymentRecord
{
    private readonly IFileStore files;
    private readonly string parent;
    private ChainedRecord<DeploymentEntry>? record;

    private DeploymentRecord(IFileStore files, DeploymentLog known, int serial, string parent)
    {
        this.files = files;
        this.parent = parent;
        Known = known;
        Serial = serial;
    }

    /// <summary>What was recorded before.</summary>
    internal DeploymentLog Known { get; }

    /// <summary>The file that takes the entries; empty before the first, which gives it its name.</summary>
    public string Path { get; private set; } = "";

    /// <summary>The number of the deployment.</summary>
    public int Serial { get; }

    /// <summary>Of the last entry.</summary>
    public string LastHash => record?.LastHash ?? parent;

    /// <summary>Takes the line of an entry that no file takes; null where nothing is done that is not recorded.</summary>
    private Action<ReadOnlyMemory<byte>>? Fallback { get; init; }

    /// <summary>What was recorded so far; empty when there is no record yet. Broken chains and ends that part are reported.</summary>
    public static DeploymentLog Read(IFileReader files, DiagnosticBag bag) => DeploymentLogReader.Read(files, bag);

    /// <summary>The same where the findings decide what becomes of it.</summary>
    internal static Reading<DeploymentLog> Read(IFileReader files) => Reading.Of(bag => Read(files, bag));

    /// <summary>
    /// What was recorded, as far as it can be read, for those to whom a broken record is no obstacle: who rests a decision on it reads the
    /// findings too.
    /// </summary>
    internal static DeploymentLog ReadWhatIsThere(IFileReader files) => Read(files).Value ?? DeploymentLog.Empty;

    /// <summary>Null with a report when the record is corrupt: what follows a broken chain could not be trusted.</summary>
    /// <param name="files">Where the record lies.</param>
    /// <param name="bag">Takes the report.</param>
    public static DeploymentRecord? Open(IFileStore files, DiagnosticBag bag)
    {
        var log = Read(files);
        bag.AddRange(log.Findings);
        return log.IfSound is { } sound && EarlierRecord.Divide(sound, files, bag)
            ? new DeploymentRecord(files, sound, sound.Serial + 1, sound.LastHash)
            : null;
    }

    /// <summary>The file of an entry that joins ends; null with a report when it cannot be made.</summary>
    /// <param name="files">Where the record lies.</param>
    /// <param name="log">As it was read.</param>
    /// <param name="parent">The end that it follows first; empty for none.</param>
    /// <param name="lostSerial">The number of a deployment that was given up for lost; 0 for none.</param>
    /// <param name="bag">Takes the report.</param>
    internal static DeploymentRecord? Join(
        IFileStore files,
        DeploymentLog log,
        string parent,
        int lostSerial,
        DiagnosticBag bag
    ) =>
        EarlierRecord.Divide(log, files, bag)
            ? new DeploymentRecord(files, log, Math.Max(log.Serial, lostSerial) + 1, parent)
            : null;

    /// <summary>
    /// A record that holds nothing up: it follows what AWS names where what is here is broken or behind, and what no file takes goes to
    /// <paramref name="fallback"/>.
    /// </summary>
    /// <param name="files">Where the record lies.</param>
    /// <param name="mark">The last deployment that AWS knows; null when it knows none.</param>
    /// <param name="fallback">Takes the line of an entry that no file takes.</param>
    /// <param name="bag">Takes a warning when the record is corrupt.</param>
    public static DeploymentRecord OpenForEmergency(
        IFileStore files,
        DeploymentMark? mark,
        Action<ReadOnlyMemory<byte>> fallback,
        DiagnosticBag bag
    )
    {
        var log = Read(files);
        var known = log.Value ?? DeploymentLog.Empty;
        var missing = mark is not null && !known.Knows(mark.Hash) ? mark : null;
        var parent = missing?.Hash ?? known.LastHash;
        var serial = Math.Max(known.Serial, missing?.Serial ?? 0) + 1;
        var record = new DeploymentRecord(files, known, serial, parent) { Fallback = fallback };
        if (log.IfSound is null)
            bag.Report(
                RolloutDiagnostics.RecordedElsewhere,
                SourceLocation.OfFile(SourceText.Missing(log.Findings[0].Location.Source.Path)),
                $"the record is corrupt ({log.Findings[0].Message}); this deployment is recorded all the same",
                "restore the record from version control, and keep the file of this deployment"
            );
        return record;
    }

    /// <summary>False with a report when the entry could not be written, and nothing else takes it.</summary>
    public bool Add(DeploymentEntry entry, DiagnosticBag bag)
    {
        record ??= Begin(entry);
        var own = new DiagnosticBag();
        if (record.Add(entry, own, out var line))
            return true;
        if (Fallback is null)
        {
            bag.AddRange(own.ToSorted());
            return false;
        }
        bag.AddRange(own.ToSorted().Select(d => d with { Severity = Severity.Warning }));
        Fallback(line);
        return true;
    }

    /// <summary>
    /// What another run recorded here meanwhile, and has ended: then the record has another end beside this one. Null for nothing; one that
    /// has not ended yet finds this one itself.
    /// </summary>
    internal DeploymentFile? Beside() =>
        ReadWhatIsThere(files)
            .Ends.FirstOrDefault(end => end.Path != Path && end.HasEnded && !Known.Knows(end.LastHash));

    private ChainedRecord<DeploymentEntry> Begin(DeploymentEntry first)
    {
        Path = DeploymentFile.PathOf(Serial, (DeploymentEntry)first.ChainedTo(parent));
        return new ChainedRecord<DeploymentEntry>(files, Path, End(), parent);
    }

    /// <summary>
    /// A file with part of a line is what a run left that was killed at its first; what holds a whole line is somebody else's.
    /// </summary>
    private FileEnd End()
    {
        var there = files.Exists(Path) ? Reading.Of(bag => files.Read(Path, bag)).Value?.Bytes ?? default : default;
        return there.Span.Contains((byte)'\n') ? FileEnd.None : FileEnd.Of(there, kept: 0);
    }
}
