using System.Text;
using System.Text.Json;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Rehearsal.Stage;

/// <summary>
/// The rehearsal's governance repository: a folder of the user's. It keeps a list of the files that it wrote, so that the next
/// rehearsal clears those and nothing else.
/// </summary>
internal sealed class RehearsalFolder(IFileStore files, string root) : IFileStore
{
    private const string ListFile = "rehearsal.json";

    private readonly SortedSet<string> written = new(StringComparer.Ordinal);

    /// <summary>False with a report when the folder holds a repository that no rehearsal wrote.</summary>
    public bool Clear(string firstFile, DiagnosticBag bag)
    {
        if (Exists(ListFile) && Read(ListFile, bag) is { } list)
        {
            foreach (var file in Listed(list).Where(IsInside))
                files.Delete(Full(file));
            return true;
        }
        if (!Exists(firstFile))
            return true;
        bag.Report(
            OperationDiagnostics.WouldOverwrite,
            SourceLocation.OfFile(SourceText.Missing(root)),
            $"`{root}` holds a governance repository that no rehearsal wrote",
            "name an empty folder: `amigov rehearse DIR`"
        );
        return false;
    }

    /// <summary>Whatever the list says, nothing outside of the folder is touched.</summary>
    private static bool IsInside(string file) => !Path.IsPathRooted(file) && !file.Split('/', '\\').Contains("..");

    private static IReadOnlyList<string> Listed(SourceText source)
    {
        try
        {
            using var list = JsonDocument.Parse(source.Bytes);
            return
            [
                .. list.RootElement.GetProperty("files").EnumerateArray().Select(f => f.GetString()).OfType<string>(),
            ];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }

    public bool Exists(string path) => files.Exists(Full(path));

    public IReadOnlyList<string> List(string folder) =>
        [.. files.List(Full(folder)).Select(p => p[(root.Length + 1)..])];

    public SourceText? Read(string path, DiagnosticBag bag) =>
        files.Read(Full(path), bag) is { } source ? new SourceText(path, source.Bytes) : null;

    /// <summary>A file as commands read tables; null with a report when it cannot be read.</summary>
    public TextReader? OpenText(string path, DiagnosticBag bag) =>
        Read(path, bag) is { } source ? new StringReader(Encoding.UTF8.GetString(source.Bytes.Span)) : null;

    public bool Write(string folder, IReadOnlyList<GeneratedFile> toWrite, DiagnosticBag bag)
    {
        var count = written.Count;
        written.UnionWith(toWrite.Select(f => folder.Length > 0 ? $"{folder}/{f.Path}" : f.Path));
        return (written.Count == count || KeepList(bag)) && files.Write(Full(folder), toWrite, bag);
    }

    public bool Append(string path, FileEnd end, ReadOnlyMemory<byte> bytes, DiagnosticBag bag) =>
        (!written.Add(path) || KeepList(bag)) && files.Append(Full(path), end, bytes, bag);

    public void Delete(string path) => files.Delete(Full(path));

    private bool KeepList(DiagnosticBag bag)
    {
        var list = ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteStartArray("files");
            foreach (var file in written.Append(ListFile))
                writer.WriteStringValue(file);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
        return files.Write(root, [new GeneratedFile(ListFile, Encoding.UTF8.GetBytes(list))], bag);
    }

    /// <summary>A path of the repository as commands outside of it name it.</summary>
    public string Full(string path) => path.Length == 0 ? root : $"{root}/{path}";
}
