using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Preflight.Files;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Preflight;

/// <summary>Files that people deploy from, with a text in the place of one. It never stands for what is judged by.</summary>
internal sealed class DeployedFiles(IFileReader inner, GivenText given) : IFileReader
{
    private readonly string name = PlainPath.Of(given.Name);

    public bool Exists(string path) => path == name || inner.Exists(path);

    public IReadOnlyList<string> List(string folder) => inner.List(folder);

    public IReadOnlyList<LinkedFolder> Links(string folder) => inner.Links(folder);

    public SourceText? Read(string path, DiagnosticBag bag) =>
        path == name ? SourceText.FromString(path, given.Text) : inner.Read(path, bag);
}
