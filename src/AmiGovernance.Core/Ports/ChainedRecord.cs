using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Ports;

/// <summary>Writes an append-only record. Each entry is on disk before the call returns.</summary>
/// <param name="files">Where the record lies.</param>
/// <param name="path">The file of the record.</param>
/// <param name="log">What is in the file, read without an error: what follows a broken chain could not be trusted.</param>
internal sealed class ChainedRecord<T>(IFileStore files, string path, ChainedLog<T> log)
    where T : ChainedEntry
{
    private string lastHash = log.LastHash;
    private int length = log.Length;

    /// <summary>False with a report when the file cannot be written.</summary>
    /// <param name="entry">Its place in the chain is worked out here.</param>
    /// <param name="bag">Takes the report.</param>
    public bool Add(T entry, DiagnosticBag bag)
    {
        var chained = entry.ChainedTo(lastHash);
        var line = chained.ToLine();
        if (!files.Append(path, length, line, bag))
            return false;
        (lastHash, length) = (chained.Hash, length + line.Length);
        return true;
    }
}
