using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Files;

/// <summary>
/// The same as <see cref="UnlinkedFiles"/> for what is written too. A folder behind such a link is not taken for an empty one.
/// </summary>
/// <param name="root">The folder of the repository, or one in it.</param>
internal sealed class UnlinkedStore(IFileStore inner, string root) : IFileStore
{
    private readonly RepositoryBounds bounds = new(root);
    private readonly UnlinkedFiles files = new(inner, root);

    public bool Exists(string path) => files.Exists(path);

    /// <exception cref="UnreadableFolderException">It is such a link.</exception>
    public IReadOnlyList<string> List(string folder) =>
        bounds.LinkOut(Path.GetFullPath(folder, root), followsLast: true) is { } link
            ? throw new UnreadableFolderException(
                folder,
                new IOException($"`{link}` is a link that leads out of the repository")
            )
            : files.List(folder);

    public IReadOnlyList<LinkedFolder> Links(string folder) => files.Links(folder);

    public SourceText? Read(string path, DiagnosticBag bag) => files.Read(path, bag);

    public bool Write(string folder, IReadOnlyList<GeneratedFile> generated, DiagnosticBag bag) =>
        inner.Write(folder, generated, bag);

    public bool Append(string path, FileEnd end, ReadOnlyMemory<byte> bytes, DiagnosticBag bag) =>
        inner.Append(path, end, bytes, bag);

    public void Delete(string path) => inner.Delete(path);
}
