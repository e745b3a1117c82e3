using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Gates;

/// <summary>
/// What CloudTrail says of the time in audit mode. Nobody can change its event history; but it ends after 90 days, and it holds only the
/// calls of the caller's own account.
/// </summary>
internal sealed class TrailedAudit(ReadPolicyHistory history, IFileStore files) : IAuditEvidence
{
    public async Task<AuditEvidence> Find(GateInput input, CancellationToken cancel)
    {
        var calls = await history.Run(ReadPolicyHistory.AllChanges, from: null, cancel);
        if (calls.NotRead is { } why)
            return new AuditEvidence { Remarks = [$"{calls.Name} was not read ({why}): the record counts"] };
        var log = DeploymentRecord.ReadWhatIsThere(files);
        return new AuditEvidence { Starts = [.. input.Targets.Select(path => Start(path, input, calls, log))] };
    }

    private static AuditStart Start(
        ImmutableArray<string> path,
        GateInput input,
        PolicyHistory history,
        DeploymentLog log
    )
    {
        var replay = new AuditReplay(path, input.Organization, history, log);
        if (!replay.HasPolicies)
            return new AuditStart(IsInAudit: false, null, "no policy of ours stands on it or above it");
        return replay.Since is { } since
            ? new AuditStart(IsInAudit: true, since, $"in audit mode since {since.MinuteText()} by CloudTrail")
            : new AuditStart(
                IsInAudit: true,
                null,
                $"by CloudTrail no call of account {history.Account} ended it since {history.From.Day().Text()},"
                    + " where its history begins; before that the record counts"
            );
    }

    /// <summary>The recorded calls on the policies of one target, read from the newest back.</summary>
    private sealed class AuditReplay
    {
        private readonly ImmutableArray<string> path;
        private readonly OrganizationPolicyType type;
        private readonly PolicyHistory history;
        private readonly DeploymentLog log;
        private readonly ImmutableArray<(OrganizationPolicy Policy, string Target)> attached;

        public AuditReplay(
            ImmutableArray<string> path,
            Organization organization,
            PolicyHistory history,
            DeploymentLog log
        )
        {
            (this.path, this.history, this.log) = (path, history, log);
            type = ScpAlone.ModeType(organization);
            attached =
            [
                .. organization
                    .Attachments.Where(a => path.Contains(a.TargetId))
                    .Select(a => (Policy: organization.Policy(a.PolicyId), a.TargetId))
                    .Where(a => a.Policy is { } policy && policy.Type == type && OurPolicies.IsManaged(policy))
                    .Select(a => (a.Policy!, a.TargetId)),
            ];
        }

        public bool HasPolicies => !attached.IsEmpty;

        /// <summary>The last call before which it was not in audit mode, as far as is known; null when there is none.</summary>
        public DateTimeOffset? Since =>
            attached
                .Select(a => a.Policy)
                .DistinctBy(p => p.Id)
                .Select(Written)
                .Append(Attached)
                .Append(OthersEnded)
                .Append(SwitchedOn)
                .Max();

        /// <summary>Null when one of the attachments is older than the history.</summary>
        private DateTimeOffset? Attached
        {
            get
            {
                var begun = attached
                    .Select(a =>
                        Last(c =>
                            c.Operation == "AttachPolicy" && c.PolicyId == a.Policy.Id && c.TargetId == a.Target
                        )?.At
                    )
                    .ToList();
                return begun.Contains(null) ? null : begun.Min();
            }
        }

        /// <summary>When a policy that enforced was taken from the target, or from above it.</summary>
        private DateTimeOffset? OthersEnded =>
            Last(c =>
                c.Operation == "DetachPolicy"
                && path.Contains(c.TargetId)
                && attached.All(a => a.Policy.Id != c.PolicyId)
                && HasEnforced(c.PolicyId)
            )?.At;

        private DateTimeOffset? SwitchedOn =>
            Last(c => c.Operation == "EnablePolicyType" && c.PolicyType == type.Name())?.At;

        private bool HasEnforced(string id) => Writings(id).Any(c => State(c) == AllowedImagesState.Enabled);

        /// <summary>
        /// Since when the document is in audit mode. A document that is not on record may have been any. Where nothing is known of what
        /// an update replaced, the record may know it.
        /// </summary>
        private DateTimeOffset? Written(OrganizationPolicy policy)
        {
            DateTimeOffset? since = null;
            foreach (var call in Writings(policy.Id))
            {
                if (State(call) != AllowedImagesState.AuditMode)
                    return since ?? call.At;
                since = call.At;
            }
            return since is { } oldest && IsRecorded(policy, oldest) ? null : since;
        }

        private IEnumerable<PolicyCall> Writings(string id) =>
            history.Calls.Where(c => c.PolicyId == id && (c.Operation is "CreatePolicy" or "UpdatePolicy"));

        /// <summary>Whether the record has the same update, made from audit mode to audit mode: a change of the list.</summary>
        private bool IsRecorded(OrganizationPolicy policy, DateTimeOffset at) =>
            log.Entries.Any(e =>
                e is { Event: DeploymentEvent.Done, Step: { Call: StepCall.UpdatePolicy } step }
                && (step.Type, step.Policy) == (policy.Type, policy.Name)
                && (e.At - at).Duration() < TimeSpan.FromMinutes(5)
                && step.PreviousContent is { } before
                && State(before) == AllowedImagesState.AuditMode
            );

        private AllowedImagesState? State(PolicyCall call) => call.Content is { } content ? State(content) : null;

        /// <summary>A service control policy has no mode: it denies launches or it does not.</summary>
        private AllowedImagesState? State(string content)
        {
            if (type == OrganizationPolicyType.DeclarativePolicyEc2)
                return PolicyContent.State(content);
            return ScpAlone.DeniesLaunches(content) ? AllowedImagesState.Enabled : AllowedImagesState.AuditMode;
        }

        /// <summary>The newest; null for none.</summary>
        private PolicyCall? Last(Func<PolicyCall, bool> fits) => history.Calls.FirstOrDefault(fits);
    }
}
