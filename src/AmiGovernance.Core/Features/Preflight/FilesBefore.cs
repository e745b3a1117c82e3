using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Preflight.Files;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Preflight;

/// <summary>The files before a change: those of a commit, as those of the working folder are read.</summary>
/// <param name="commit">Its id.</param>
public sealed class FilesBefore(ICommitReader git, string commit) : IFileReader
{
    public bool Exists(string path) => git.Read(commit, path) is not null;

    public IReadOnlyList<string> List(string folder)
    {
        var paths = git.List(commit, folder);
        // As for the working folder: below the folder that was asked for.
        return folder == PlainPath.Here ? [.. paths.Select(p => $"./{p}")] : paths;
    }

    public SourceText? Read(string path, DiagnosticBag bag)
    {
        if (git.Read(commit, path) is { } source)
            return source;
        bag.Report(
            JsonDiagnostics.FileUnreadable,
            SourceLocation.OfFile(SourceText.Missing(path)),
            $"`{path}` is not in the commit"
        );
        return null;
    }
}
