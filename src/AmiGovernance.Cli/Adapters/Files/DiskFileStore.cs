using System.IO.Enumeration;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Files;

/// <summary>
/// The governance repository on disk, below a root folder. What lies behind a link of the repository that leads out of it is neither read
/// nor written: whoever opens a merge request may commit such a link, and what is read is shown in findings. That something is there is
/// said all the same: a policy must not be passed over, but be reported as one that cannot be read.
/// </summary>
internal sealed class DiskFileStore(string root) : IFileStore
{
    private const string NoSuchFile = "there is no such file";
    private const string InsteadOfLink =
        "put a file in the place of the link; a file elsewhere can be named by its own path";

    /// <summary>The configuration where the environment names it, as commands know it; null where it does not.</summary>
    public string? NamedByEnvironment { get; init; }

    private readonly RepositoryBounds bounds = new(root);

    public bool Exists(string path) => File.Exists(Full(path));

    /// <exception cref="UnreadableFolderException">A folder in it cannot be read, or it is behind a link that leads out.</exception>
    public IReadOnlyList<string> List(string folder)
    {
        var full = Full(folder);
        try
        {
            if (bounds.LinkOut(full, followsLast: true) is { } link)
                throw new IOException(LeadsOut(link));
            if (!Directory.Exists(full))
                return [];
            return
            [
                .. Below(full, (ref entry) => !entry.IsDirectory)
                    .Select(f => $"{folder}/{Path.GetRelativePath(full, f).Replace('\\', '/')}")
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw new UnreadableFolderException(folder, e);
        }
    }

    /// <exception cref="UnreadableFolderException">A folder in it cannot be read, or it is behind a link that leads out.</exception>
    public IReadOnlyList<LinkedFolder> Links(string folder)
    {
        var full = Full(folder);
        try
        {
            if (bounds.LinkOut(full, followsLast: true) is { } link)
                throw new IOException(LeadsOut(link));
            if (!Directory.Exists(full))
                return [];
            var links = Below(full, (ref entry) => entry.IsDirectory && IsLink(ref entry));
            return
            [
                .. links
                    .Select(l => Linked($"{folder}/{Path.GetRelativePath(full, l).Replace('\\', '/')}", l))
                    .OrderBy(l => l.Path, StringComparer.Ordinal),
            ];
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw new UnreadableFolderException(folder, e);
        }
    }

    private LinkedFolder Linked(string path, string full)
    {
        var link = new DirectoryInfo(full);
        var target = Path.GetRelativePath(root, link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? "/")
            .Replace('\\', '/');
        var isOutside = target == ".." || target.StartsWith("../", StringComparison.Ordinal);
        return new LinkedFolder(path, link.LinkTarget ?? "", isOutside ? null : target);
    }

    private static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    /// <summary>Folders that are links are not entered, for one may lead back up.</summary>
    private static FileSystemEnumerable<string> Below(
        string full,
        FileSystemEnumerable<string>.FindPredicate isFound
    ) =>
        new(
            full,
            (ref entry) => entry.ToFullPath(),
            new EnumerationOptions
            {
                RecurseSubdirectories = true,
                AttributesToSkip = FileAttributes.None,
                IgnoreInaccessible = false,
            }
        )
        {
            ShouldIncludePredicate = isFound,
            ShouldRecursePredicate = (ref entry) => entry.IsDirectory && !IsLink(ref entry),
        };

    public SourceText? Read(string path, DiagnosticBag bag)
    {
        var full = Full(path);
        try
        {
            if (!File.Exists(full))
            {
                ReportMissing(path, full, bag);
                return null;
            }
            if (bounds.LinkOut(full, followsLast: true) is { } link)
            {
                ReportUnreadable(path, LeadsOut(link), InsteadOfLink, bag);
                return null;
            }
            if (SpecialFile.Refused(full) is { } kind)
            {
                ReportSpecial(path, kind, bag);
                return null;
            }
            if (BoundedRead.File(full, JsonParser.MaxBytes, out var length) is { } bytes)
                return new SourceText(path, bytes);
            BoundedRead.ReportTooLarge(path, length, bag);
        }
        catch (Exception e) when (IsFailure(e))
        {
            ReportUnreadable(path, e is UnauthorizedAccessException ? "permission denied" : e.Message, null, bag);
        }
        return null;
    }

    /// <summary>Null with a report (AMI0001) when the file cannot be opened.</summary>
    public TextReader? OpenText(string path, DiagnosticBag bag)
    {
        try
        {
            if (SpecialFile.Refused(Full(path)) is not { } kind)
                return new StreamReader(Full(path));
            ReportSpecial(path, kind, bag);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            ReportUnreadable(path, NoSuchFile, null, bag);
        }
        catch (Exception e) when (IsFailure(e))
        {
            ReportUnreadable(path, "permission denied, or it is a folder", null, bag);
        }
        return null;
    }

    public bool Write(string folder, IReadOnlyList<GeneratedFile> files, DiagnosticBag bag)
    {
        var pending = new List<(string Temporary, string Final)>();
        var current = folder;
        try
        {
            foreach (var file in files)
            {
                current = Path.Combine(folder, file.Path);
                var final = Full(current);
                if (ReportLinkOut(current, followsLast: false, bag))
                    return false;
                if (Holds(final, file.Bytes) || WritesThrough(final, file.Bytes))
                    continue;
                // In the same folder, so that the move is one rename; a kill leaves the old file or the new one, never a part.
                // Of a name that nobody knows before: whoever commits could have put a link in its place.
                var temporary = $"{final}.{Guid.NewGuid():N}.tmp";
                pending.Add((temporary, final));
                WriteWhole(temporary, file.Bytes);
            }
            foreach (var (temporary, final) in pending)
                File.Move(temporary, final, overwrite: true);
            return true;
        }
        catch (Exception e) when (IsFailure(e))
        {
            bag.Report(
                OperationDiagnostics.CannotWrite,
                SourceLocation.OfFile(SourceText.Missing(current)),
                $"`{current}` cannot be written: {e.Message}",
                "nothing was changed unless another message says so"
            );
            return false;
        }
        finally
        {
            foreach (var (temporary, _) in pending.Where(p => File.Exists(p.Temporary)))
                TryDelete(temporary);
        }
    }

    private void WriteWhole(string full, ReadOnlyMemory<byte> bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(full) ?? root);
        using var stream = new FileStream(full, FileMode.CreateNew, FileAccess.Write);
        stream.Write(bytes.Span);
        stream.Flush(flushToDisk: true);
    }

    public bool Append(string path, FileEnd end, ReadOnlyMemory<byte> bytes, DiagnosticBag bag)
    {
        try
        {
            var full = Full(path);
            if (ReportLinkOut(path, followsLast: true, bag))
                return false;
            Directory.CreateDirectory(Path.GetDirectoryName(full) ?? root);
            using var stream = new FileStream(full, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (!end.Fits(stream.Length, length => LastBytes(stream, length)))
            {
                bag.Add(OperationDiagnostics.Changed(path));
                return false;
            }
            stream.SetLength(end.Kept);
            stream.Seek(0, SeekOrigin.End);
            stream.Write(bytes.Span);
            stream.Flush(flushToDisk: true);
            return true;
        }
        catch (Exception e) when (IsFailure(e))
        {
            bag.Report(
                OperationDiagnostics.CannotWrite,
                SourceLocation.OfFile(SourceText.Missing(path)),
                $"`{path}` cannot be written: {e.Message}"
            );
            return false;
        }
    }

    private static ReadOnlyMemory<byte> LastBytes(FileStream stream, int length)
    {
        var bytes = new byte[length];
        stream.Seek(-length, SeekOrigin.End);
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <exception cref="UnreadableFolderException">The file stays.</exception>
    public void Delete(string path)
    {
        try
        {
            if (bounds.LinkOut(Full(path), followsLast: false) is { } link)
                throw new IOException(LeadsOut(link));
            File.Delete(Full(path));
        }
        catch (Exception e) when (IsFailure(e) && e is not DirectoryNotFoundException)
        {
            throw new UnreadableFolderException(path, e);
        }
    }

    private static bool IsFailure(Exception e) => e is IOException or UnauthorizedAccessException;

    /// <summary>
    /// A device is written to: a file in its place would take `/dev/null` away from the whole machine. A pipe may have no reader.
    /// </summary>
    private static bool WritesThrough(string full, ReadOnlyMemory<byte> bytes)
    {
        if (!File.Exists(full) || SpecialFile.Kind(full) != SpecialFile.Device)
            return false;
        using var stream = new FileStream(full, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        stream.Write(bytes.Span);
        return true;
    }

    private static bool Holds(string full, ReadOnlyMemory<byte> bytes) =>
        IsRegular(full) && File.ReadAllBytes(full).AsSpan().SequenceEqual(bytes.Span);

    private static bool IsRegular(string full) =>
        File.Exists(full) && SpecialFile.Kind(full) is null && !IsBrokenLink(full);

    private static bool IsBrokenLink(string full) =>
        new FileInfo(full).LinkTarget is not null && !File.Exists(File.ResolveLinkTarget(full, true)?.FullName);

    private bool ReportLinkOut(string path, bool followsLast, DiagnosticBag bag)
    {
        if (bounds.LinkOut(Full(path), followsLast) is not { } link)
            return false;
        bag.Report(
            OperationDiagnostics.CannotWrite,
            SourceLocation.OfFile(SourceText.Missing(path)),
            $"`{path}` is not written: {LeadsOut(link)}",
            "put a folder in the place of the link; a file elsewhere can be named by its own path"
        );
        return true;
    }

    private static string LeadsOut(string link) => $"`{link}` is a link that leads out of the repository";

    private static void ReportSpecial(string path, string kind, DiagnosticBag bag) =>
        ReportUnreadable(
            path,
            $"it is {kind}",
            "name a file; the output of a command can be given as `<(command)`",
            bag
        );

    private void ReportMissing(string path, string full, DiagnosticBag bag)
    {
        if (Directory.Exists(full))
        {
            ReportUnreadable(path, "it is a folder", "name the file in it", bag);
            return;
        }
        var isConfiguration = Path.GetFileName(full) == "ami_publishers.json";
        var help = isConfiguration
            ? "run `amigov init` to make a governance repository, or name the file with `--config`"
            : null;
        if (path == NamedByEnvironment)
            help = $"the environment variable `{WorkingPlace.Variable}` names it: correct it, or unset it";
        ReportUnreadable(path, NoSuchFile, help, bag);
    }

    private static void ReportUnreadable(string path, string reason, string? help, DiagnosticBag bag) =>
        bag.Report(
            JsonDiagnostics.FileUnreadable,
            SourceLocation.OfFile(SourceText.Missing(path)),
            $"`{path}` cannot be read: {reason}",
            help
        );

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (IOException)
        {
            // The failure that matters has been reported; a leftover temporary file hurts nobody.
        }
    }

    private string Full(string path) => Path.GetFullPath(path, root);
}
