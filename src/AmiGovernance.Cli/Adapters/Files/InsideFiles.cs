using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Files;

/// <summary>The files of the repository, and none outside of it, by whatever path or link: for what is shown to others.</summary>
/// <param name="root">The folder of the repository.</param>
/// <param name="named">Files and folders elsewhere that the user named by their own paths.</param>
internal sealed class InsideFiles(IFileStore inner, string root, IReadOnlyList<string> named) : IFileReader
{
    private const string Outside = "it lies outside of the repository";

    public bool Exists(string path) => IsOpen(path) && inner.Exists(path);

    /// <exception cref="UnreadableFolderException">It lies outside, or is a link that leads there: it may not be empty.</exception>
    public IReadOnlyList<string> List(string folder) =>
        IsOpen(folder) ? inner.List(folder) : throw new UnreadableFolderException(folder, new IOException(Outside));

    public IReadOnlyList<LinkedFolder> Links(string folder) => IsOpen(folder) ? inner.Links(folder) : [];

    public SourceText? Read(string path, DiagnosticBag bag)
    {
        if (IsOpen(path))
            return inner.Read(path, bag);
        bag.Report(
            JsonDiagnostics.FileUnreadable,
            SourceLocation.OfFile(SourceText.Missing(path)),
            $"`{path}` cannot be read: {Outside}",
            "name a file of the repository"
        );
        return null;
    }

    private bool IsOpen(string path)
    {
        var full = Path.GetFullPath(path, root);
        return IsBelow(full, root) || named.Any(n => IsBelow(full, Path.GetFullPath(n, root)));
    }

    private static bool IsBelow(string full, string folder)
    {
        var inside = Path.GetRelativePath(folder, full);
        return !Path.IsPathRooted(inside) && inside.Split(Path.DirectorySeparatorChar)[0] != "..";
    }
}
