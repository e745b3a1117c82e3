using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Files;

/// <summary>The files of the repository, and none outside of it, by whatever path or link: for what is shown to others.</summary>
/// <param name="root">The folder of the repository.</param>
internal sealed class InsideFiles(IFileReader inner, string root) : IFileReader
{
    private readonly RepositoryBounds bounds = new(root);

    /// <summary>Behind a link that leads out too: a policy must not be passed over, but be reported as one that cannot be read.</summary>
    public bool Exists(string path) => IsBelow(path) && inner.Exists(path);

    public IReadOnlyList<string> List(string folder) => IsInside(folder) ? inner.List(folder) : [];

    public SourceText? Read(string path, DiagnosticBag bag)
    {
        if (IsInside(path))
            return inner.Read(path, bag);
        bag.Report(
            JsonDiagnostics.FileUnreadable,
            SourceLocation.OfFile(SourceText.Missing(path)),
            $"`{path}` cannot be read: it lies outside of the repository",
            "put a file into the repository in the place of a link or path that leads out"
        );
        return null;
    }

    private bool IsInside(string path) => IsBelow(path) && bounds.LinkOut(Full(path), followsLast: true) is null;

    private bool IsBelow(string path)
    {
        var inside = Path.GetRelativePath(root, Full(path));
        return !Path.IsPathRooted(inside) && inside.Split(Path.DirectorySeparatorChar)[0] != "..";
    }

    private string Full(string path) => Path.GetFullPath(path, root);
}
