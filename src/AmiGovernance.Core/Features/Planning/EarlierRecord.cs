using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>
/// Gives each deployment of an earlier version's one file a file of its own. Entries and hashes stay as they are, to the byte, so that
/// whoever knows the old file can check the new ones against it.
/// </summary>
internal static class EarlierRecord
{
    /// <summary>The deployments of the old file, in its order.</summary>
    public static IEnumerable<ImmutableArray<DeploymentEntry>> Deployments(ImmutableArray<DeploymentEntry> entries)
    {
        for (var start = 0; start < entries.Length; )
        {
            var deployment = entries[start].Deployment;
            ImmutableArray<DeploymentEntry> own = [.. entries.Skip(start).TakeWhile(e => e.Deployment == deployment)];
            yield return own;
            start += own.Length;
        }
    }

    /// <summary>
    /// False with a report when the files cannot be written. A run that is killed between leaves both, which read the same.
    /// </summary>
    /// <param name="log">As it was read, the old file included.</param>
    public static bool Divide(DeploymentLog log, IFileStore files, DiagnosticBag bag)
    {
        if (!files.Exists(DeploymentLog.EarlierPath))
            return true;
        var divided = log
            .Files.Where(f => !files.Exists(f.Path))
            .Select(f => new GeneratedFile(f.Path, f.Entries.SelectMany(e => e.ToLine()).ToArray()));
        if (!files.Write("", [.. divided], bag))
            return false;
        files.Delete(DeploymentLog.EarlierPath);
        return true;
    }
}
