using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>
/// Reads the record for those who change the organization: it must be sound, and hold the last deployment that AWS knows.
/// </summary>
internal static class UpToDateRecord
{
    /// <summary>
    /// Null with a report when it is corrupt, lacks a deployment of another clone, or is of another organization.
    /// </summary>
    /// <param name="files">Where the record lies.</param>
    /// <param name="state">What AWS knows.</param>
    /// <param name="bag">Takes the report.</param>
    public static DeploymentLog? Read(IFileReader files, MarkedOrganization state, DiagnosticBag bag) =>
        Of(DeploymentRecord.Read(files), state, bag);

    /// <summary>The same of a record that was read before.</summary>
    /// <param name="log">What was read.</param>
    /// <param name="state">What AWS knows.</param>
    /// <param name="bag">Takes the report.</param>
    public static DeploymentLog? Of(Reading<DeploymentLog> log, MarkedOrganization state, DiagnosticBag bag)
    {
        bag.AddRange(log.Findings);
        if (log.IfSound is not { } sound)
            return null;
        if (Missing(sound, state) is not { } missing)
            return sound;
        bag.Add(missing);
        return null;
    }

    /// <summary>Null when the record is of this organization and holds the deployment that AWS names, if it names one.</summary>
    public static Diagnostic? Missing(DeploymentLog log, MarkedOrganization state) =>
        OfAnother(log, state.Id) ?? Missing(log, state.Mark);

    /// <summary>With the credentials of another organization, what the record says is true of nothing that is read.</summary>
    public static Diagnostic? OfAnother(DeploymentLog log, string organization)
    {
        if (log.Organization is not { } recorded || recorded == organization)
            return null;
        return Diagnostic.About(
            DeploymentLog.Folder,
            PlanningDiagnostics.RecordOfAnother,
            $"the record here is of organization {recorded}; these credentials are for {organization}",
            "check `--profile` and `AWS_PROFILE`; another organization needs a repository of its own,"
                + " and in an emergency an empty folder does"
        );
    }

    /// <summary>Null when the record holds the deployment that AWS names, or AWS names none.</summary>
    public static Diagnostic? Missing(DeploymentLog log, DeploymentMark? mark)
    {
        if (mark is null || log.Knows(mark.Hash))
            return null;
        var other = log.Serial >= mark.Serial ? $"; the record here has another deployment {mark.Serial}" : "";
        var state = mark.HasEnded ? "" : ", which has not ended yet or broke off";
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"the organization was changed by {Text(mark)}{state}; the record here does not hold it{other}"
        );
        return Diagnostic.About(
            DeploymentLog.Folder,
            PlanningDiagnostics.RecordBehind,
            message,
            "`git pull`, and ask who deployed it to push; where its record is lost for good,"
                + " `amigov history --merge --lost REASON` goes on without it"
        );
    }

    /// <summary>What the record says beyond the moment that AWS knows; null when it may say that.</summary>
    /// <param name="log">The record.</param>
    /// <param name="mark">The last deployment that AWS knows.</param>
    /// <param name="isCarried">Whether another system deploys, which leaves no mark.</param>
    public static string? Ahead(DeploymentLog log, DeploymentMark mark, bool isCarried)
    {
        if (log.FileOf(mark.Hash) is not { } last)
            return null;
        if (mark.HasEnded && last.LastHash != mark.Hash)
            return $"{last.Path} has entries after the end that AWS knows";
        var later = log.Files.FirstOrDefault(f =>
            f.Serial > last.Serial
            && f.Entries.Any(e =>
                e.Event is DeploymentEvent.Done or DeploymentEvent.Finished
                && !(isCarried && e.Purpose == DeploymentPurpose.Carried)
            )
        );
        return later is null
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{later.Path} tells of {later.Text}, but the last deployment that AWS knows is {last.Serial}"
            );
    }

    /// <summary>Warns of what AWS does not know: whoever deploys on top of it makes it a deployment that AWS knows.</summary>
    /// <param name="log">The record.</param>
    /// <param name="mark">The last deployment that AWS knows; null for none.</param>
    /// <param name="carrier">Who deploys.</param>
    /// <param name="bag">Takes the warning.</param>
    public static void WarnAhead(DeploymentLog log, DeploymentMark? mark, Carrier carrier, DiagnosticBag bag)
    {
        if (mark is not null && Ahead(log, mark, isCarried: carrier != Carrier.Amigov) is { } ahead)
            bag.Add(
                Diagnostic.About(
                    DeploymentLog.Folder,
                    PlanningDiagnostics.NotMarked,
                    ahead,
                    "look with `git log deployments` who brought it: somebody wrote it, or AWS refused its mark"
                )
            );
    }

    public static string Text(DeploymentMark mark) => DeploymentText.Of(mark.Serial, mark.At, mark.Who);
}
