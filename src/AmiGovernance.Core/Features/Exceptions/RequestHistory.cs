using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Which commits touched the files of the requests.</summary>
internal static class RequestHistory
{
    public static FileHistory Read(IGit git, string commit)
    {
        var files = new Dictionary<string, ImmutableArray<(CommitFacts, string)>.Builder>(StringComparer.Ordinal);
        foreach (var made in git.Log(commit, RequestPaths.Folder))
        foreach (var (change, path) in made.Changes)
        {
            if (!files.TryGetValue(path, out var commits))
                files[path] = commits = ImmutableArray.CreateBuilder<(CommitFacts, string)>();
            commits.Add((made.Facts, change));
        }
        return new FileHistory(
            files.ToImmutableDictionary(f => f.Key, f => new Provenance(f.Value.ToImmutable()), StringComparer.Ordinal),
            (c, path) => git.Read(c.Id, path)
        );
    }

    /// <summary>The history of what is checked out; null with a warning where there is none to ask.</summary>
    public static FileHistory? TryRead(IGit? git, DiagnosticBag bag)
    {
        if (git is null)
            return null;
        try
        {
            return git.Resolve("HEAD") is { } head
                ? Read(git, head)
                : new FileHistory(ImmutableDictionary<string, Provenance>.Empty, (_, _) => null);
        }
        catch (GitException e)
        {
            GitDiagnostics.Report(e, bag, Severity.Warning, "who decided is not checked against the history");
            return null;
        }
    }
}
