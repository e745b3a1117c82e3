using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>
/// The files of a clone that may vanish with its machine. What is recorded is kept in the store, each line before it is written here, and
/// so before the call that it is about is made, until it is pushed. The clone never holds what the store does not: whoever goes on, here
/// or on another machine, goes on from the same line.
/// </summary>
internal sealed class KeptFiles(IFileStore files, IWatchStore store) : IFileStore
{
    private const string Prefix = "record/";

    /// <summary>
    /// Whether all that the store keeps is here. Where a call to it failed, nobody knows what it keeps: nothing follows what is here until
    /// <see cref="Restore"/> has read it.
    /// </summary>
    public bool IsWhole { get; private set; } = true;

    public bool Exists(string path) => files.Exists(path);

    public IReadOnlyList<string> List(string folder) => files.List(folder);

    public SourceText? Read(string path, DiagnosticBag bag) => files.Read(path, bag);

    public bool Write(string folder, IReadOnlyList<GeneratedFile> written, DiagnosticBag bag) =>
        written.All(file => Keep(PathOf(folder, file), file.Bytes, bag))
        && (IsWhole = files.Write(folder, written, bag));

    private static string PathOf(string folder, GeneratedFile file) =>
        folder.Length == 0 ? file.Path : $"{folder}/{file.Path}";

    public bool Append(string path, FileEnd end, ReadOnlyMemory<byte> bytes, DiagnosticBag bag)
    {
        if (BytesOf(path, bag) is not { } there)
            return false;
        var fits = end.Fits(there.Length, length => there[^length..]);
        if (fits && !Keep(path, (byte[])[.. there.Span[..end.Kept], .. bytes.Span], bag))
            return false;
        return IsWhole = files.Append(path, end, bytes, bag);
    }

    /// <summary>None where there is no file; null with a report when it cannot be read.</summary>
    private ReadOnlyMemory<byte>? BytesOf(string path, DiagnosticBag bag) =>
        files.Exists(path) ? files.Read(path, bag)?.Bytes : ReadOnlyMemory<byte>.Empty;

    public void Delete(string path) => files.Delete(path);

    private bool Keep(string path, ReadOnlyMemory<byte> bytes, DiagnosticBag bag)
    {
        if (!IsWhole)
            return NotKept(path, "what was recorded before it may be kept or not", bag);
        try
        {
            store.Keep(Prefix + path, bytes);
            return true;
        }
        catch (WatchStoreException e)
        {
            IsWhole = false;
            return NotKept(path, e.Message, bag);
        }
    }

    private static bool NotKept(string path, string why, DiagnosticBag bag)
    {
        var message = $"it cannot be kept: {why}";
        bag.Add(Diagnostic.About(path, OperationDiagnostics.CannotWrite, message, "the next look tries again"));
        return false;
    }

    /// <summary>Puts back what another process recorded and did not push.</summary>
    /// <param name="bag">Takes what cannot be put back.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="WatchStoreException">The store refuses or does not answer.</exception>
    public async Task Restore(DiagnosticBag bag, CancellationToken cancel)
    {
        IsWhole = false;
        var restored = true;
        foreach (var path in await Kept(cancel))
        {
            // Whoever may write to the store is to change nothing that is recorded already.
            if (await store.Read(Prefix + path, cancel) is not { } item || !IsLonger(item.Bytes, path))
                continue;
            var slash = path.LastIndexOf('/');
            restored &= files.Write(path[..slash], [new GeneratedFile(path[(slash + 1)..], item.Bytes)], bag);
        }
        IsWhole = restored;
    }

    /// <summary>Whether it is what is there and more: a record only grows.</summary>
    private bool IsLonger(ReadOnlyMemory<byte> kept, string path)
    {
        if (!files.Exists(path))
            return true;
        return Reading.Of(bag => files.Read(path, bag)).Value is { } there
            && kept.Length > there.Bytes.Length
            && kept.Span.StartsWith(there.Bytes.Span);
    }

    /// <summary>What was pushed needs no keeping.</summary>
    /// <param name="commits">Hold what was pushed.</param>
    /// <param name="head">The id of the newest of them.</param>
    /// <param name="cancel">Ends the calls.</param>
    /// <exception cref="WatchStoreException">The store refuses or does not answer.</exception>
    public async Task Forget(ICommitReader commits, string head, CancellationToken cancel)
    {
        foreach (var path in await Kept(cancel))
            if (
                commits.Read(head, path) is { } pushed
                && await store.Read(Prefix + path, cancel) is { } item
                && pushed.Bytes.Span.StartsWith(item.Bytes.Span)
            )
                await store.Delete(Prefix + path, cancel);
    }

    /// <summary>Paths in the repository: whoever may write to the store is to reach nothing else of it.</summary>
    private async Task<IEnumerable<string>> Kept(CancellationToken cancel) =>
        (await store.List(Prefix, cancel)).Select(name => name[Prefix.Length..]).Where(RecordedFiles.Contain);
}
