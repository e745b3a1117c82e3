using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Features.Rollout.Upkeep;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>What a look at the organization found wrong, as people are told.</summary>
internal static class UpkeepConditions
{
    /// <summary>A pipeline deploys some minutes after a merge.</summary>
    private static readonly TimeSpan DeploymentTakes = TimeSpan.FromHours(1);

    public static IEnumerable<WatchCondition> Of(PlannedUpkeep seen) =>
        [
            .. seen.StillAllowed.Select(ended => StillAllowed(ended, seen.Carrier)),
            .. seen.Drifts.Select(Changed),
            .. new[]
            {
                Unconfirmed(seen),
                Unfinished(seen),
                Broken(seen),
                Untraced(seen),
                Pending(seen),
            }.OfType<WatchCondition>(),
        ];

    private static WatchCondition StillAllowed(RenderDate ended, Carrier carrier)
    {
        var export = SuggestedCommand.Of($"amigov export {carrier.Name()}");
        var mend =
            carrier == Carrier.Amigov
                ? PlainText.Of($"`amigov generate` and `amigov apply` end it by hand\n")
                : PlainText.Of($"{carrier.Title()} deploys: make its files again with {export}\n");
        return new WatchCondition(
            $"ended/{ended.Account}/{ended.On.Text()}",
            PlainText.Of(
                $"the exception of {ended.Account} ended on {ended.On.Text()}, and AWS still lets its images in"
            ),
            PlainText.Of($"ticket: {ended.Ticket}\n") + mend
        );
    }

    private static WatchCondition Changed(Drift drift) =>
        new(
            $"drift/{drift.What}",
            PlainText.Of($"changed by somebody else: {drift.What}"),
            Author(drift.By) + PlainText.Of($"`amigov status` tells more; `{drift.Help}` shows how it is put back\n")
        )
        {
            Version = drift.Version,
        };

    /// <summary>A line on who did it; empty when that was not asked.</summary>
    public static PlainText By(Drift drift) => Author(drift.By);

    private static PlainText Author(DriftAuthor? by)
    {
        if (by is null)
            return PlainText.Empty;
        return by.Call is { } call
            ? PlainText.Of($"by {call.Caller.Arn} at {call.At.IsoText()} ({call.Operation})\n")
            : PlainText.Of($"by whom: {by.Unknown}\n");
    }

    /// <summary>Why nobody could look; null for what is no failure of AWS or git.</summary>
    public static PlainText? WhyNotLooked(Exception e) =>
        e switch
        {
            AwsException aws => PlainText.Of($"{aws.Failure.Summary}\n"),
            GitException git => PlainText.Of($"{git.Command}: {git.Message}\n"),
            _ => null,
        };

    /// <summary>Two systems that put back what the other one did.</summary>
    public static WatchCondition Fight(ImmutableArray<Drift> drifts) =>
        new(
            "fight",
            PlainText.Of($"what was put back is changed again and again: nothing is put back any more"),
            PlainText.Concat([.. drifts.Select(d => PlainText.Of($"- {d.What}\n") + Author(d.By))])
                + PlainText.Of(
                    $"find who changes it; then `amigov apply` puts it back, or a merge makes it what is wanted\n"
                )
        );

    private static WatchCondition? Unconfirmed(PlannedUpkeep seen) =>
        seen.IsConfirmed
            ? null
            : new WatchCondition(
                "unconfirmed",
                PlainText.Of($"AWS does not know of the last deployment of the record: nothing is put back by it"),
                PlainText.Of(
                    $"somebody wrote it into the record, or AWS refused its mark: `amigov history --verify` says more\n"
                )
            );

    private static WatchCondition? Unfinished(PlannedUpkeep seen) =>
        seen.Unfinished is { } start
            ? new WatchCondition(
                $"unfinished/{start.Deployment}",
                PlainText.Of($"deployment {start.Deployment} did not end: nothing is changed in AWS until it has"),
                PlainText.Of($"begun by {start.Who}; the same command again ends it\n")
            )
            {
                Grace = TimeSpan.FromMinutes(15),
            }
            : null;

    /// <summary>What is deployed is held all the same.</summary>
    private static WatchCondition? Broken(PlannedUpkeep seen) =>
        seen.IsBroken
            ? new WatchCondition(
                "configuration",
                PlainText.Of($"the newest reviewed configuration cannot be used: nothing of it can be deployed"),
                PlainText.Of($"`amigov validate` says why\n")
            )
            : null;

    private static WatchCondition? Untraced(PlannedUpkeep seen) =>
        seen.Commit is null && !seen.Deployed.Policies.IsEmpty
            ? new WatchCondition(
                "untraced",
                PlainText.Of(
                    $"no reviewed configuration gives the policies that are deployed: no exception ends by itself"
                ),
                PlainText.Of($"`amigov apply` deploys the newest one\n")
            )
            {
                Grace = DeploymentTakes,
            }
            : null;

    private static WatchCondition? Pending(PlannedUpkeep seen) =>
        seen is { IsPending: true, IsBroken: false, Commit: not null }
            ? new WatchCondition(
                "pending",
                PlainText.Of($"the newest reviewed configuration is not deployed"),
                PlainText.Of(
                    $"deployed is that of {seen.Commit}; `amigov plan` shows the difference, `amigov apply` deploys it\n"
                )
            )
            {
                Grace = DeploymentTakes,
            }
            : null;

    public static WatchCondition Of(string key, PlainText summary, IEnumerable<Diagnostic> findings) =>
        new(
            key,
            summary,
            PlainText.Concat([
                .. findings
                    .Where(f => f.Severity == Severity.Error)
                    .Select(f => PlainText.Of($"{f.Code}: {f.Message}\n") + PlainText.Of($"  {f.Help ?? ""}\n")),
            ])
        );
}
