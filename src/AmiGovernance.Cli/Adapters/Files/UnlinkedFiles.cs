using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Files;

/// <summary>
/// Files, but for those behind a link of the repository that leads out of it. Whoever opens a merge request may commit such a link, and
/// what is read is shown in findings.
/// </summary>
/// <param name="root">The folder of the repository, or one in it.</param>
internal sealed class UnlinkedFiles(IFileReader inner, string root) : IFileReader
{
    private readonly RepositoryBounds bounds = new(root);

    /// <summary>Behind such a link too: a policy must not be passed over, but be reported as one that cannot be read.</summary>
    public bool Exists(string path) => inner.Exists(path);

    public IReadOnlyList<string> List(string folder) => Link(folder) is null ? inner.List(folder) : [];

    public IReadOnlyList<LinkedFolder> Links(string folder) => Link(folder) is null ? inner.Links(folder) : [];

    public SourceText? Read(string path, DiagnosticBag bag)
    {
        if (Link(path) is not { } link)
            return inner.Read(path, bag);
        bag.Report(
            JsonDiagnostics.FileUnreadable,
            SourceLocation.OfFile(SourceText.Missing(path)),
            $"`{path}` cannot be read: `{link}` is a link that leads out of the repository",
            "put a file in the place of the link; a file elsewhere can be named by its own path"
        );
        return null;
    }

    private string? Link(string path) => bounds.LinkOut(Path.GetFullPath(path, root), followsLast: true);
}
