using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>
/// Whether what is deployed is what is committed. It is named before a deployment and refuses none: in an emergency nobody commits
/// first.
/// </summary>
/// <param name="git">The repository around the working folder.</param>
public sealed class FindUncommitted(ICommitReader git)
{
    /// <summary>More files are told by their number.</summary>
    private const int Shown = 5;

    /// <summary>Null when everything is committed; else the warning.</summary>
    /// <param name="paths">Of the configuration, and of the folder of the policies.</param>
    public Diagnostic? Run(params ImmutableArray<string> paths)
    {
        try
        {
            if (git.Resolve("HEAD") is null)
                return Warning("nothing is committed yet, so nobody can tell later what was deployed");
            ImmutableArray<string> files =
            [
                .. paths.SelectMany(path => git.Uncommitted(path)).Distinct(StringComparer.Ordinal),
            ];
            return files.IsEmpty
                ? null
                : Warning($"what is deployed is not what is committed: {List(files)} differ{Ending(files)} from HEAD");
        }
        catch (GitException e)
        {
            return Warning($"what is deployed is in no git repository ({e.Message.Trim().TrimEnd('.')})");
        }
    }

    private static string Ending(ImmutableArray<string> files) => files.Length == 1 ? "s" : "";

    private static string List(ImmutableArray<string> files) =>
        Shortened.List([.. files.Order(StringComparer.Ordinal).Select(Sanitize.Text)], Shown);

    private static Diagnostic Warning(string message) =>
        Diagnostic.About(
            "repository",
            DegradedDiagnostics.NotCommitted,
            message,
            "commit it and have it reviewed first; this does not stop the deployment"
        );
}
