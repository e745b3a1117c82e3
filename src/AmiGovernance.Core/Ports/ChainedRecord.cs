using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Ports;

/// <summary>Writes an append-only record. Each entry is on disk before the call returns.</summary>
/// <param name="files">Where the record lies.</param>
/// <param name="path">The file of the record.</param>
/// <param name="end">Where the file ended when it was read without an error: what follows a broken chain could not be trusted.</param>
/// <param name="lastHash">Of the entry that the next one follows; empty for none.</param>
internal sealed class ChainedRecord<T>(IFileWriter files, string path, FileEnd end, string lastHash)
    where T : ChainedEntry
{
    private FileEnd end = end;

    public ChainedRecord(IFileWriter files, string path, ChainedLog<T> log)
        : this(files, path, log.End, log.LastHash) { }

    /// <summary>Of the last entry.</summary>
    public string LastHash { get; private set; } = lastHash;

    /// <summary>False with a report when the file cannot be written, or another process wrote it.</summary>
    /// <param name="entry">Its place in the chain is worked out here.</param>
    /// <param name="bag">Takes the report.</param>
    public bool Add(T entry, DiagnosticBag bag) => Add(entry, bag, out _);

    /// <param name="line">The entry as it is in the file, or would be.</param>
    public bool Add(T entry, DiagnosticBag bag, out ReadOnlyMemory<byte> line)
    {
        var chained = entry.ChainedTo(LastHash);
        line = chained.ToLine();
        ReadOnlyMemory<byte> added = end.LacksNewline ? (byte[])[(byte)'\n', .. line.Span] : line;
        if (!files.Append(path, end, added, bag))
            return false;
        (end, LastHash) = (end.After(added), chained.Hash);
        return true;
    }
}
