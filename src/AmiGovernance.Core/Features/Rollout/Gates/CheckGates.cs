using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Gates;

/// <summary>Looks whether the gates between audit mode and enforcement are open, and collects the evidence.</summary>
/// <param name="aws">Says what is in effect.</param>
/// <param name="history">Says who changed the policies, and when.</param>
/// <param name="instances">Says what runs in the accounts.</param>
/// <param name="files">The deployment record, and what was decided on replayed launches.</param>
/// <param name="time">Audit mode must have run for some days.</param>
/// <param name="progress">Told how far the reading is.</param>
public sealed class CheckGates(
    IEffectivePolicyReader aws,
    ReadPolicyHistory history,
    IInstanceReader instances,
    IFileStore files,
    TimeProvider time,
    IProgress<ReadProgress>? progress = null
)
{
    /// <summary>
    /// Every gate, open or not. Throws <see cref="AwsException"/> when the organization cannot be asked; accounts that cannot are gaps,
    /// which keep a gate closed.
    /// </summary>
    /// <param name="input">What is promoted.</param>
    /// <param name="enforcing">The service control policies as they will be.</param>
    /// <param name="request">What the caller says.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<ImmutableArray<Gate>> Run(
        GateInput input,
        ImmutableArray<PolicyDocument> enforcing,
        GateRequest request,
        CancellationToken cancel
    )
    {
        var running = await ScanAccounts(input, enforcing, request, cancel);
        var replayed = new ReplayedLaunches(files, time).Find(
            input,
            request.TriageFolder,
            DeploymentRecord.ReadWhatIsThere(files).ListChanged
        );
        ImmutableArray<Gate> gates =
        [
            await new AuditTimeGate(aws, AuditSources(), time).Check(input, cancel),
            new ViolationsGate(input.Config, time.Today()).Check([running, replayed], input.NotActive),
            Stated(GateName.Notified, request.Notified, "--notified"),
            Stated(GateName.Ticket, request.Ticket, "--ticket"),
        ];
        return [.. gates.Select(gate => WithOverride(gate, request))];
    }

    /// <summary>The list of those that the time in audit mode is taken from; a new source stands here.</summary>
    private IReadOnlyList<IAuditEvidence> AuditSources() =>
        [new RecordedAudit(files, time), new MarkedAudit(files), new TrailedAudit(history, files)];

    private async Task<ViolationFindings> ScanAccounts(
        GateInput input,
        ImmutableArray<PolicyDocument> enforcing,
        GateRequest request,
        CancellationToken cancel
    )
    {
        var launches = new EnforcedLaunches(enforcing, input.Organization.ManagementAccount, time.GetUtcNow())
        {
            HasMarks = !ScpAlone.In(input.Organization),
        };
        var scan = new ScanInstances(instances, launches, progress);
        var found = await scan.Run([.. input.Accounts.Select(a => a.Id)], request.Regions, cancel);
        return found.Findings(request.Regions, request.Reason);
    }

    /// <summary>Nobody but the caller can know these; what is said is recorded.</summary>
    private static Gate Stated(GateName name, string? text, string option) =>
        string.IsNullOrWhiteSpace(text)
            ? new Gate(name, IsOpen: false, [$"`{option}` was not given"])
            : new Gate(name, IsOpen: true, [text]);

    private static Gate WithOverride(Gate gate, GateRequest request) =>
        !gate.IsOpen && request.Overrides.Contains(gate.Id) ? gate with { Override = request.Reason } : gate;
}
