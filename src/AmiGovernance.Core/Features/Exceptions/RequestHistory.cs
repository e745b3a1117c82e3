using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Which commits touched the files of the requests.</summary>
internal static class RequestHistory
{
    private static readonly FileHistory NoCommit = new(ImmutableDictionary<string, Provenance>.Empty, (_, _) => null);

    public static FileHistory Read(ICommitReader git, string commit)
    {
        var touched = git.Log(commit, RequestPaths.Folder)
            .SelectMany(made => made.Changes.Select(c => (c.Path, Commit: (made.Facts, c.Change))))
            .GroupBy(t => t.Path, t => t.Commit, StringComparer.Ordinal);
        return new FileHistory(
            touched.ToImmutableDictionary(f => f.Key, f => new Provenance([.. f]), StringComparer.Ordinal),
            (c, path) => git.Read(c.Id, path)
        );
    }

    /// <summary>The history of what is checked out; null with a warning where there is none to ask.</summary>
    public static FileHistory? TryRead(ICommitReader? git, DiagnosticBag bag)
    {
        if (git is null)
            return null;
        try
        {
            return git.Resolve("HEAD") is { } head ? Read(git, head) : NoCommit;
        }
        catch (GitException e)
        {
            GitDiagnostics.Report(e, bag, Severity.Warning, "who decided is not checked against the history");
            return null;
        }
    }
}
