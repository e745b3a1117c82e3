using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <param name="Name">Names the run in the record.</param>
/// <param name="RecordPath">The file that took the record.</param>
public sealed record DeploymentResult(ApplyResult Applied, string Name, string RecordPath)
{
    public required DeploymentQuestion Question { get; init; }

    /// <summary>Why it did not end; null when it did.</summary>
    public Diagnostic? Stopped =>
        Applied.Outcome switch
        {
            ApplyOutcome.Stale => DeploymentRefusals.StoppedStale(Applied),
            ApplyOutcome.Failed => DeploymentRefusals.CallFailed(Applied),
            ApplyOutcome.Unrecorded => DeploymentRefusals.Unrecorded(Applied),
            ApplyOutcome.Overtaken => DeploymentRefusals.Overtaken(Applied),
            ApplyOutcome.Interrupted => DeploymentRefusals.Interrupted(Applied, Question),
            _ => null,
        };

    /// <summary>Another deployment that was at work at the same time as this one, which ended; null for none that is known of.</summary>
    public Diagnostic? Beside => Applied.Beside is { } other ? DeploymentRefusals.Beside(other) : null;
}

/// <summary>Makes the calls that were allowed and confirmed, and records them.</summary>
/// <param name="aws">The organization.</param>
/// <param name="files">Where the record lies.</param>
/// <param name="time">Names the run, and waits for AWS.</param>
/// <param name="progress">Told of each call before it is made.</param>
public sealed class CarryOutDeployment(
    IOrganizations aws,
    IFileStore files,
    TimeProvider time,
    IProgress<(int Number, PlanStep Step)>? progress = null
)
{
    /// <summary>Takes the entries that no file takes; only an emergency goes on then.</summary>
    public required Action<ReadOnlyMemory<byte>> Fallback { get; init; }

    /// <summary>Null with a report when the record is corrupt: nothing is done that is not recorded.</summary>
    /// <param name="allowed">The calls.</param>
    /// <param name="caller">Who makes them.</param>
    /// <param name="why">A reason or ticket for the record; may be empty.</param>
    /// <param name="bag">Takes what is wrong with the record.</param>
    /// <param name="cancel">Ends the run between two calls; another run goes on from there.</param>
    public async Task<DeploymentResult?> Run(
        AllowedDeployment allowed,
        CallerDetails caller,
        string why,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        var proposal = allowed.Proposal;
        var isEmergency = proposal.Kind == DeploymentKind.EmergencyRollback;
        if (Open(proposal, bag) is not { } record)
            return null;
        var context = new DeploymentContext(caller.Arn, why, Name(record.Known))
        {
            Purpose = proposal.Kind.Purpose(),
            Command = proposal.Kind.Verb(),
            Gates = proposal.Gates,
            Accepted = allowed.Accepted,
            // Where a part of our policies was left out, what is not there is no sign of a call.
            Lost = proposal.Before is null ? LostCall.Find(record.Known, proposal.Observed) : null,
        };
        var (rootId, consistency) = (proposal.Plan.RootId, new EventualConsistency(time));
        var seen = isEmergency ? DeploymentMark.AllOn(proposal.Observed).Select(mark => mark.Hash) : [];
        var marks = new DeploymentMarks(aws, aws, rootId, record, consistency)
        {
            IsEmergency = isEmergency,
            Seen = [.. seen],
        };
        // What was asked in a terminal may have waited for hours.
        if (await marks.Overtaken(cancel) is { } other)
            return Result(new ApplyResult(ApplyOutcome.Overtaken, 0, other), "");
        var apply = new ApplyPlan(aws, record, time, progress) { Marks = marks, Before = proposal.Before };
        var applied = await apply.Run(proposal.Plan, proposal.Observed, proposal.Desired, context, bag, cancel);
        await marks.Settle(bag);
        return Result(applied, record.Path);

        DeploymentResult Result(ApplyResult made, string path) =>
            new(made, context.Deployment, path) { Question = allowed.Question };
    }

    private DeploymentRecord? Open(ProposedDeployment proposal, DiagnosticBag bag)
    {
        if (proposal.Kind != DeploymentKind.EmergencyRollback)
            return DeploymentRecord.Open(files, bag);
        var mark = DeploymentMark.On(proposal.Observed);
        return DeploymentRecord.OpenForEmergency(files, mark, Fallback, bag);
    }

    /// <summary>The policies that the deployment wanted, with the ids that AWS gave out: the runbook keeps these for rollback.</summary>
    /// <param name="allowed">The calls that were made.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<ImmutableArray<PolicySummary>> Policies(AllowedDeployment allowed, CancellationToken cancel)
    {
        var wanted = allowed.Proposal.Desired.Policies;
        var found = ImmutableArray.CreateBuilder<PolicySummary>();
        foreach (var type in wanted.Select(p => p.Type).Distinct())
        {
            var names = wanted.Where(p => p.Type == type).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
            found.AddRange((await aws.ListPolicies(type, cancel)).Where(p => names.Contains(p.Name)));
        }
        return found.ToImmutable();
    }

    /// <summary>By the second; a second one in the same second gets a number.</summary>
    private string Name(DeploymentLog known)
    {
        var name = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var taken = known.Entries.Select(e => e.Deployment).ToHashSet(StringComparer.Ordinal);
        if (!taken.Contains(name))
            return name;
        return Enumerable
            .Range(2, int.MaxValue - 2)
            .Select(n => string.Create(CultureInfo.InvariantCulture, $"{name}-{n}"))
            .First(n => !taken.Contains(n));
    }
}
