using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Files;

/// <summary>The files of the repository, and none outside of it, by whatever path or link: for what is shown to others.</summary>
/// <param name="root">The folder of the repository.</param>
internal sealed class InsideFiles(IFileReader inner, string root) : IFileReader
{
    private readonly UnlinkedFiles files = new(inner, root);

    public bool Exists(string path) => IsInside(path) && files.Exists(path);

    public IReadOnlyList<string> List(string folder) => IsInside(folder) ? files.List(folder) : [];

    public SourceText? Read(string path, DiagnosticBag bag)
    {
        if (IsInside(path))
            return files.Read(path, bag);
        bag.Report(
            JsonDiagnostics.FileUnreadable,
            SourceLocation.OfFile(SourceText.Missing(path)),
            $"`{path}` cannot be read: it lies outside of the repository",
            "name a file of the repository"
        );
        return null;
    }

    private bool IsInside(string path)
    {
        var inside = Path.GetRelativePath(root, Path.GetFullPath(path, root));
        return !Path.IsPathRooted(inside) && inside.Split(Path.DirectorySeparatorChar)[0] != "..";
    }
}
