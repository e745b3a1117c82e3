using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.History;

/// <param name="Changes">What the record did not hold; empty for nothing.</param>
/// <param name="Path">The file that took it; null when none did.</param>
public sealed record CarriedDeployment(ImmutableArray<CarriedChange> Changes, string? Path)
{
    /// <summary>An emergency that ended here meanwhile, which no lock holds up: it is an end beside; null for none.</summary>
    public Diagnostic? Beside { get; init; }

    /// <summary>Why CloudTrail could not be asked who made the calls; null when it was.</summary>
    public string? NotRead { get; init; }

    public ImmutableArray<CarriedChange> Unnamed => [.. Changes.Where(c => c.Call is null)];
}

/// <summary>
/// Takes into the record what another system deployed: what AWS has now against what the record has, with who and when from CloudTrail.
/// Several deployments of the other system that nobody recorded in between are one.
/// </summary>
/// <param name="history">Who made the calls.</param>
/// <param name="files">Where the record lies.</param>
/// <param name="time">The time of what CloudTrail does not name.</param>
public sealed class RecordCarried(ReadPolicyHistory history, IFileStore files, TimeProvider time)
{
    /// <summary>Whether changes are recorded though CloudTrail does not name their calls; it gets calls some minutes late.</summary>
    public bool TakesUnnamed { get; init; }

    /// <summary>Whether they are though CloudTrail could not be asked.</summary>
    public bool TakesUnread { get; init; }

    /// <summary>Null with a report when the record cannot be written.</summary>
    /// <param name="observed">Our part of the organization.</param>
    /// <param name="log">The record, which must be sound.</param>
    /// <param name="config">Names the other system.</param>
    /// <param name="bag">Takes the report.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<CarriedDeployment?> Run(
        Organization observed,
        DeploymentLog log,
        GovernanceConfig config,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        var known = log.LastKnown(observed);
        var changes = CarriedChange.Between(known, observed, log);
        if (changes.IsEmpty)
            return new CarriedDeployment([], Path: null);
        var found = await Name(changes, log, cancel);
        var mayTake = found.NotRead is null ? TakesUnnamed : TakesUnread;
        if (!found.Unnamed.IsEmpty && !mayTake)
            return found;
        if (DeploymentRecord.Open(files, bag) is not { } record)
            return null;
        var entries = new Entries(found, config.Deployment.Carrier, observed, time.GetUtcNow());
        if (!entries.Of(known).All(entry => record.Add(entry, bag)))
            return null;
        return found with { Path = record.Path, Beside = HistoryEnds.Beside(record) };
    }

    private async Task<CarriedDeployment> Name(
        ImmutableArray<CarriedChange> changes,
        DeploymentLog log,
        CancellationToken cancel
    )
    {
        // CloudTrail's times are whole seconds, the record's are finer.
        var since = log.Entries.IsEmpty ? DateTimeOffset.MinValue : log.Entries[^1].At.AddSeconds(-1);
        var operations = changes.SelectMany(c => c.Change.LookedFor).Distinct(StringComparer.Ordinal);
        var calls = await history.Run(operations, from: null, cancel);
        var named = changes
            .Select(c => c with { Call = calls.Calls.FirstOrDefault(x => x.At >= since && c.Change.IsBy(x)) })
            .OrderBy(c => c.Call?.At ?? DateTimeOffset.MaxValue);
        return new CarriedDeployment([.. named], Path: null) { NotRead = calls.NotRead };
    }

    private sealed class Entries(CarriedDeployment carried, Carrier carrier, Organization observed, DateTimeOffset now)
    {
        private readonly ImmutableArray<CarriedChange> changes = carried.Changes;

        private readonly string nobody = carried.NotRead is { } why
            ? $"CloudTrail was not read: {why}"
            : "CloudTrail does not name the call";

        private readonly PlannedMode mode = PlannedMode.In(observed);

        public IEnumerable<DeploymentEntry> Of(Organization known) =>
            [
                Entry(DeploymentEvent.Started, At(changes[0])) with
                {
                    Before = RecordedPolicy.Of(new OurPolicies(known, RollbackState.Nothing)),
                },
                .. changes.Select(Done),
                Entry(DeploymentEvent.Finished, At(changes[^1])) with
                {
                    Targets = OurPolicies.GovernedTargets(observed),
                },
            ];

        private DeploymentEntry Done(CarriedChange change) =>
            Entry(DeploymentEvent.Done, At(change)) with
            {
                Who = change.Call?.Caller.Name ?? "",
                Step = change.Step,
                PolicyId = change.PolicyId,
                Detail = change.Call is null ? nobody : "",
            };

        private DeploymentEntry Entry(DeploymentEvent what, DateTimeOffset at) =>
            new(what, at, Name())
            {
                Who = string.Join(", ", Callers.Select(c => c.Name).Distinct().DefaultIfEmpty("unknown")),
                Organization = observed.Id,
                Why = Why(),
                Mode = mode.Mode?.Name() ?? "",
                Stages = mode.Stages,
                Purpose = DeploymentPurpose.Carried,
            };

        private IEnumerable<PolicyCaller> Callers => changes.Select(c => c.Call?.Caller).OfType<PolicyCaller>();

        private string Why()
        {
            var signs = Callers.Select(c => c.Sign).ToList();
            if (signs.Count == 0)
                return "found on AWS";
            var systems = signs.OfType<WriterSign>().Select(s => KnownWriter.Of(s.Writer).Name).Distinct();
            var known = string.Join(", ", systems.DefaultIfEmpty($"nobody who shows to be {carrier.Title()}"));
            return $"found on AWS, made by {known}";
        }

        private string Name() =>
            At(changes[^1]).UtcDateTime.ToString("'carried-'yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

        private DateTimeOffset At(CarriedChange change) => change.Call?.At ?? now;
    }
}
