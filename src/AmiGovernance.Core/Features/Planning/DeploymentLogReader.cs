using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>Reads and verifies the deployment record; what is corrupt is reported and reading goes on.</summary>
internal static class DeploymentLogReader
{
    private const string Restore =
        "the record is append-only: restore it from version control; `amigov history --verify` checks it";

    private static readonly ChainedLogFormat<DeploymentEntry> Lines = new(
        DeploymentEntryReader.Read,
        PlanningDiagnostics.LogBroken,
        Restore
    );

    public static DeploymentLog Read(IFileReader files, DiagnosticBag bag)
    {
        var read = files
            .List(DeploymentLog.Folder)
            .Select(path => DeploymentFile.SerialOf(path) is { } serial ? ReadFile(path, serial, files, bag) : null)
            .OfType<DeploymentFile>()
            .ToList();
        read.AddRange(Earlier(read, files, bag));
        var log = DeploymentLog.Of(read);
        foreach (var file in log.Files)
            CheckPlace(file, log, bag);
        if (log.Ends.Length > 1)
            ReportEnds(log, bag);
        return log;
    }

    private static DeploymentFile? ReadFile(string path, int serial, IFileReader files, DiagnosticBag bag)
    {
        if (files.Read(path, bag) is not { } source)
            return null;
        var read = ChainedLog.Read(source, Lines with { FollowsAnother = true }, bag);
        return new DeploymentFile(path, serial, read.Entries) { Torn = Torn(path, read) };
    }

    /// <summary>
    /// What earlier versions wrote into one file, as the files that the next deployment makes of it: entries and hashes stay as they are.
    /// </summary>
    private static IEnumerable<DeploymentFile> Earlier(
        IReadOnlyCollection<DeploymentFile> read,
        IFileReader files,
        DiagnosticBag bag
    )
    {
        if (!files.Exists(DeploymentLog.EarlierPath) || files.Read(DeploymentLog.EarlierPath, bag) is not { } source)
            return [];
        var known = read.SelectMany(f => f.Entries).Select(e => e.Hash).ToHashSet(StringComparer.Ordinal);
        var earlier = ChainedLog.Read(source, Lines, bag);
        var deployments = EarlierRecord.Deployments(earlier.Entries).ToList();
        return deployments
            .Select(
                (entries, i) =>
                    new DeploymentFile(DeploymentFile.PathOf(i + 1, entries[0]), i + 1, entries)
                    {
                        Torn = i == deployments.Count - 1 ? Torn(DeploymentLog.EarlierPath, earlier) : null,
                    }
            )
            .Where(file => !file.Entries.All(e => known.Contains(e.Hash)));
    }

    private static TornLine? Torn(string path, ChainedLog<DeploymentEntry> read) =>
        read.TornLine is { } number ? new TornLine(path, number) : null;

    /// <summary>A file that was removed, added or renamed shows by what it follows.</summary>
    private static void CheckPlace(DeploymentFile file, DeploymentLog log, DiagnosticBag bag)
    {
        var missing = file.Parents.Count(hash => log.FileOf(hash) is null && !log.Lost.Contains(hash));
        if (missing > 0)
        {
            const string Help =
                "`git pull` brings it if another clone deployed it; else restore it from version control";
            bag.Report(
                PlanningDiagnostics.LogBroken,
                At(file.Path),
                "the deployment that it follows is not here",
                Help
            );
            return;
        }
        var serial = file.Parents.Select(hash => log.FileOf(hash)?.Serial ?? 0).DefaultIfEmpty(0).Max() + 1;
        var hasLost = file.Entries.Any(e => !e.Lost.IsEmpty);
        if (serial == file.Serial || (hasLost && file.Serial > serial))
            return;
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"by what it follows it is deployment {serial}, not {file.Serial}"
        );
        bag.Report(PlanningDiagnostics.LogBroken, At(file.Path), message, Restore);
    }

    private static void ReportEnds(DeploymentLog log, DiagnosticBag bag)
    {
        var ends = string.Join(", and ", log.Ends.Select(end => end.Text));
        bag.Report(
            PlanningDiagnostics.LogForked,
            At(DeploymentLog.Folder),
            $"two clones deployed without each other's record: it ends with {ends}",
            "`amigov status` shows what is deployed now; then `amigov history --merge` joins the two"
        );
    }

    private static SourceLocation At(string path) => SourceLocation.OfFile(SourceText.Missing(path));
}
