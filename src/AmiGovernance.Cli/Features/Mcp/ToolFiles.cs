using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Mcp;

/// <summary>The files of the repository, to read: none outside of it, by whatever path or link, and nothing is written.</summary>
/// <param name="root">The folder of the repository.</param>
/// <param name="given">Text that stands for a file; null for none.</param>
internal sealed class ToolFiles(IFileStore inner, string root, GivenText? given) : IFileStore
{
    private readonly RepositoryBounds bounds = new(root);

    public bool Exists(string path) => IsGiven(path) || IsInside(path) && inner.Exists(path);

    public IReadOnlyList<string> List(string folder) => IsInside(folder) ? inner.List(folder) : [];

    public SourceText? Read(string path, DiagnosticBag bag)
    {
        if (given is { } text && IsGiven(path))
            return SourceText.FromString(path, text.Text);
        if (IsInside(path))
            return inner.Read(path, bag);
        bag.Report(
            JsonDiagnostics.FileUnreadable,
            SourceLocation.OfFile(SourceText.Missing(path)),
            $"`{path}` cannot be read: it lies outside of the repository"
        );
        return null;
    }

    public bool Write(string folder, IReadOnlyList<GeneratedFile> files, DiagnosticBag bag) =>
        Refuse(files.Count > 0 ? files[0].Path : folder, bag);

    public bool Append(string path, FileEnd end, ReadOnlyMemory<byte> bytes, DiagnosticBag bag) => Refuse(path, bag);

    /// <exception cref="UnreadableFolderException">Always.</exception>
    public void Delete(string path) => throw new UnreadableFolderException(path, new IOException("nothing is deleted"));

    private bool IsGiven(string path) => given is { } text && path == text.Name;

    private bool IsInside(string path)
    {
        var full = Path.GetFullPath(path, root);
        var inside = Path.GetRelativePath(root, full);
        var isBelow = !Path.IsPathRooted(inside) && inside.Split(Path.DirectorySeparatorChar)[0] != "..";
        return isBelow && bounds.LinkOut(full, followsLast: true) is null;
    }

    private static bool Refuse(string path, DiagnosticBag bag)
    {
        bag.Report(
            OperationDiagnostics.CannotWrite,
            SourceLocation.OfFile(SourceText.Missing(path)),
            $"`{path}` is not written: nothing is, here"
        );
        return false;
    }
}

/// <param name="Name">Says what language it is.</param>
internal sealed record GivenText(string Name, string Text);
