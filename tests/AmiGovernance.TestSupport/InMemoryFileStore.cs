using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.TestSupport;

internal sealed class InMemoryFileStore : IFileStore
{
    public SortedDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    public bool FailWrites { get; set; }

    /// <summary>The one file that cannot be written; null for none.</summary>
    public string? Unwritable { get; set; }

    /// <summary>Called before each write with the path.</summary>
    public Action<string>? BeforeWrite { get; set; }

    /// <summary>What ends the process in the middle of an append, which leaves half of the line; null for nothing.</summary>
    public Func<string, Exception?>? Tear { get; set; }

    /// <summary>Called after each write with the path.</summary>
    public Action<string>? AfterWrite { get; set; }

    public bool Exists(string path) => Files.ContainsKey(Normal(path));

    public IReadOnlyList<string> List(string folder) =>
        Normal(folder) is "" or "."
            ? [.. Files.Keys.Select(f => $"./{f}")]
            : [.. Files.Keys.Where(f => f.StartsWith(Normal(folder) + "/", StringComparison.Ordinal))];

    public List<LinkedFolder> LinkedFolders { get; } = [];

    public IReadOnlyList<LinkedFolder> Links(string folder) => LinkedFolders;

    public SourceText? Read(string path, DiagnosticBag bag)
    {
        if (Files.TryGetValue(Normal(path), out var bytes))
            return new SourceText(path, bytes);
        bag.Report(
            JsonDiagnostics.FileUnreadable,
            SourceLocation.OfFile(SourceText.Missing(path)),
            $"`{path}` cannot be read: there is no such file"
        );
        return null;
    }

    public bool Write(string folder, IReadOnlyList<GeneratedFile> files, DiagnosticBag bag)
    {
        if (FailWrites || files.Any(f => Unwritable is not null && Normal($"{folder}/{f.Path}") == Unwritable))
        {
            bag.Report(
                OperationDiagnostics.CannotWrite,
                SourceLocation.OfFile(SourceText.Missing(files[0].Path)),
                "the disk is full"
            );
            return false;
        }
        foreach (var file in files)
        {
            BeforeWrite?.Invoke(file.Path);
            Files[Normal($"{folder}/{file.Path}")] = file.Bytes.ToArray();
            AfterWrite?.Invoke(file.Path);
        }
        return true;
    }

    public bool Append(string path, FileEnd end, ReadOnlyMemory<byte> bytes, DiagnosticBag bag)
    {
        if (FailWrites)
            return Write("", [new GeneratedFile(path, bytes)], bag);
        BeforeWrite?.Invoke(path);
        var before = Files.GetValueOrDefault(Normal(path), []);
        if (!end.Fits(before.Length, length => before.AsMemory(before.Length - length)))
        {
            bag.Add(OperationDiagnostics.Changed(path));
            return false;
        }
        if (Tear?.Invoke(path) is { } killed)
        {
            Files[Normal(path)] = [.. before.AsSpan(0, end.Kept), .. bytes.Span[..(bytes.Length / 2)]];
            throw killed;
        }
        Files[Normal(path)] = [.. before.AsSpan(0, end.Kept), .. bytes.Span];
        AfterWrite?.Invoke(path);
        return true;
    }

    public void Delete(string path) => Files.Remove(Normal(path));

    private static string Normal(string path) => string.Join('/', path.Split('/').Where(p => p is not ("" or ".")));
}
