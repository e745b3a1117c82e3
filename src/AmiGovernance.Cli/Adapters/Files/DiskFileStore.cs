using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Files;

/// <summary>The governance repository on disk, below a root folder.</summary>
internal sealed class DiskFileStore(string root) : IFileStore
{
    private const string NoSuchFile = "there is no such file";

    public bool Exists(string path) => File.Exists(Full(path));

    public IReadOnlyList<string> List(string folder)
    {
        var full = Full(folder);
        if (!Directory.Exists(full))
            return [];
        return
        [
            .. Directory
                .EnumerateFiles(full, "*", SearchOption.AllDirectories)
                .Select(f => $"{folder}/{Path.GetRelativePath(full, f).Replace('\\', '/')}")
                .Order(StringComparer.Ordinal),
        ];
    }

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
            var length = new FileInfo(full).Length;
            if (length <= JsonParser.MaxBytes)
                return new SourceText(path, File.ReadAllBytes(full));
            bag.Report(
                JsonDiagnostics.TooLarge,
                SourceLocation.OfFile(SourceText.Missing(path)),
                $"the file has {length} bytes; the limit is {JsonParser.MaxBytes}"
            );
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
            return new StreamReader(Full(path));
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
                if (File.Exists(final) && File.ReadAllBytes(final).AsSpan().SequenceEqual(file.Bytes.Span))
                    continue;
                Directory.CreateDirectory(Path.GetDirectoryName(final) ?? root);
                // In the same folder, so that the move is one rename; a kill leaves the old file or the new one, never a part.
                var temporary = $"{final}.{Environment.ProcessId}.tmp";
                pending.Add((temporary, final));
                using var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write);
                stream.Write(file.Bytes.Span);
                stream.Flush(flushToDisk: true);
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

    public bool Append(string path, FileEnd end, ReadOnlyMemory<byte> bytes, DiagnosticBag bag)
    {
        try
        {
            var full = Full(path);
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

    public void Delete(string path) => File.Delete(Full(path));

    private static bool IsFailure(Exception e) => e is IOException or UnauthorizedAccessException;

    private static void ReportMissing(string path, string full, DiagnosticBag bag)
    {
        if (Directory.Exists(full))
        {
            ReportUnreadable(path, "it is a folder", "name the file in it", bag);
            return;
        }
        var isConfiguration = Path.GetFileName(full) == "ami_publishers.json";
        ReportUnreadable(
            path,
            NoSuchFile,
            isConfiguration
                ? "run `amigov init` to make a governance repository, or name the file with `--config`"
                : null,
            bag
        );
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
