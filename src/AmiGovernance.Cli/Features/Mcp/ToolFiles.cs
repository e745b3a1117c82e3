using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Mcp;

/// <summary>The files of the repository, to read: none outside of it, by whatever path or link, and nothing is written.</summary>
/// <param name="root">The folder of the repository.</param>
/// <param name="named">See <see cref="InsideFiles"/>.</param>
internal sealed class ToolFiles(IFileStore inner, string root, IReadOnlyList<string> named) : IFileStore
{
    private readonly InsideFiles inside = new(inner, root, named);

    public bool Exists(string path) => inside.Exists(path);

    /// <exception cref="UnreadableFolderException">It lies outside, or is a link that leads there.</exception>
    public IReadOnlyList<string> List(string folder) => inside.List(folder);

    public IReadOnlyList<LinkedFolder> Links(string folder) => inside.Links(folder);

    public SourceText? Read(string path, DiagnosticBag bag) => inside.Read(path, bag);

    public bool Write(string folder, IReadOnlyList<GeneratedFile> files, DiagnosticBag bag) =>
        Refuse(files.Count > 0 ? files[0].Path : folder, bag);

    public bool Append(string path, FileEnd end, ReadOnlyMemory<byte> bytes, DiagnosticBag bag) => Refuse(path, bag);

    /// <exception cref="UnreadableFolderException">Always.</exception>
    public void Delete(string path) => throw new UnreadableFolderException(path, new IOException("nothing is deleted"));

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
