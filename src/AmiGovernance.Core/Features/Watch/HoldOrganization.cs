using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Features.Rollout.Upkeep;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>
/// Holds the organization to what was reviewed and deployed: exceptions end on their day, and what somebody else changed is told, or put
/// back.
/// </summary>
/// <param name="aws">The organization.</param>
/// <param name="identity">Who deploys, for the record.</param>
/// <param name="files">Takes the record.</param>
/// <param name="upkeep">Looks.</param>
/// <param name="time">The day on which exceptions end.</param>
internal sealed class HoldOrganization(
    IOrganizations aws,
    IAwsIdentity identity,
    IFileStore files,
    PlanUpkeep upkeep,
    TimeProvider time
)
{
    /// <summary>Of two that are undone the second one already is a fight.</summary>
    private const int MostRepairs = 2;

    private static readonly Responsibility Nobody = new(UnprovenPolicies.Refused, WeakerPolicies.Refused);

    /// <summary>Whether this process may change anything; else it only tells.</summary>
    public bool MayChange { get; init; } = true;

    private readonly List<WatchCondition> conditions = [];
    private readonly List<RenderDate> ended = [];
    private readonly List<Drift> repaired = [];
    private bool stopsRepairs;

    /// <param name="head">The id of the newest reviewed commit.</param>
    /// <param name="repairs">How often something was put back in the last hour; null where nothing is put back.</param>
    /// <param name="cancel">Ends the run between two calls.</param>
    /// <exception cref="AwsException">AWS refuses or does not answer.</exception>
    /// <exception cref="GitException">Git fails.</exception>
    public async Task<HeldOrganization> Run(string head, int? repairs, CancellationToken cancel)
    {
        var seen = await Look(head, cancel);
        if (MayChange && seen is { Carrier: Carrier.Amigov } && seen.ProposeClosing() is { } broken)
            seen = await Close(broken, seen, head, cancel);
        if (MayChange && seen is { Carrier: Carrier.Amigov } && seen.ProposeEnds() is { } ends)
        {
            if (await CarryOut(ends, Why(seen.Ends), cancel))
                ended.AddRange(seen.Ends);
            seen = await LookAgain(head, cancel);
        }
        if (MayChange && seen is { Drifts.IsEmpty: false, Unfinished: null } && repairs is { } count)
            seen = await Repair(seen, count, head, cancel);
        if (seen is not null)
            conditions.AddRange(UpkeepConditions.Of(seen));
        return new HeldOrganization(Looked: true)
        {
            Conditions = [.. conditions],
            Ended = [.. ended],
            Repaired = [.. repaired],
            Seen = seen,
            Drifts = seen?.Drifts ?? [],
            Commit = seen?.Commit,
            IsEmpty = seen is { Deployed.Policies.IsEmpty: true },
            StopsRepairs = stopsRepairs,
        };
    }

    /// <summary>Null, with a condition, when nothing is known of what was deployed.</summary>
    private async Task<PlannedUpkeep?> Look(string head, CancellationToken cancel)
    {
        var bag = new DiagnosticBag();
        var seen = await upkeep.Run(head, bag, cancel);
        if (seen is null)
            conditions.Add(
                UpkeepConditions.Of(
                    "record",
                    PlainText.Of($"the deployment record cannot be used: nothing is changed in AWS"),
                    bag.ToSorted()
                )
            );
        return seen;
    }

    /// <summary>A run that was killed after its last call told nobody what it did.</summary>
    private async Task<PlannedUpkeep?> Close(
        ProposedDeployment broken,
        PlannedUpkeep seen,
        string head,
        CancellationToken cancel
    )
    {
        if (!await CarryOut(broken, "what broke off after its last call", cancel))
            return seen;
        if (broken.Kind == DeploymentKind.ScheduledEnd)
            ended.AddRange(seen.Ends);
        return await LookAgain(head, cancel);
    }

    /// <summary>The same after a change, which is told even when nobody can look at what came of it.</summary>
    private async Task<PlannedUpkeep?> LookAgain(string head, CancellationToken cancel)
    {
        try
        {
            return await Look(head, cancel);
        }
        catch (Exception e) when (UpkeepConditions.WhyNotLooked(e) is { } why)
        {
            var what = PlainText.Of($"after a change the organization could not be looked at again");
            conditions.Add(new WatchCondition("not-looked", what, why));
            return null;
        }
    }

    private static string Why(ImmutableArray<RenderDate> ends) => string.Join("; ", ends.Select(EndedExceptions.Text));

    private async Task<PlannedUpkeep?> Repair(PlannedUpkeep seen, int repairs, string head, CancellationToken cancel)
    {
        if (repairs >= MostRepairs)
        {
            stopsRepairs = true;
            conditions.Add(UpkeepConditions.Fight(seen.Drifts));
            return seen;
        }
        // In every account something may get weaker; so all of it is read.
        var whole = await new ReadOrganization(aws).Read([], cancel);
        if (seen.ProposeRepair(whole) is not { } proposal)
            return seen;
        if (!await CarryOut(proposal, "put back what was deployed", cancel))
            return seen;
        repaired.AddRange(seen.Drifts);
        return await LookAgain(head, cancel);
    }

    /// <summary>False, with a condition, when it may not be done, or does not end.</summary>
    private async Task<bool> CarryOut(ProposedDeployment proposal, string why, CancellationToken cancel)
    {
        var bag = new DiagnosticBag();
        if (JudgeDeployment.Run(proposal, Nobody, bag) is not { } allowed)
            return NotDone(proposal, bag);
        var caller = await identity.GetCallerIdentity(cancel);
        var carryOut = new CarryOutDeployment(aws, files, time) { Fallback = _ => { } };
        var result = await carryOut.Run(allowed, caller, why, bag, cancel);
        if (result?.Stopped is { } stopped)
            bag.Add(stopped);
        if (result?.Beside is { } beside)
            conditions.Add(
                UpkeepConditions.Of("beside", PlainText.Of($"somebody else deployed at the same time"), [beside])
            );
        return result is { Stopped: null } || NotDone(proposal, bag);
    }

    private bool NotDone(ProposedDeployment proposal, DiagnosticBag bag)
    {
        var (key, what) =
            proposal.Kind == DeploymentKind.ScheduledEnd
                ? ("ends", PlainText.Of($"exceptions cannot be ended in AWS"))
                : ("repair", PlainText.Of($"what was deployed cannot be put back"));
        conditions.Add(UpkeepConditions.Of(key, what, bag.ToSorted()));
        return false;
    }
}
