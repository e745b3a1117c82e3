using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Gates;

/// <summary>Whether audit mode ran long enough: by the deployment record, and by what AWS says is in effect now.</summary>
internal sealed class AuditTimeGate(IEffectivePolicyReader aws, IFileStore files, TimeProvider time)
{
    /// <summary>Accounts under the same policies have the same effective policy: asking some of them is enough.</summary>
    private const int MostAsked = 10;

    public async Task<Gate> Check(GateInput input, CancellationToken cancel)
    {
        var read = DeploymentRecord.Read(files);
        if (read.IfSound is not { } log)
            return Closed($"the deployment record does not hold together: {read.Findings[0].Message}");
        var ages = input.Targets.Select(path => Age(path, log, input.Config.Policy.MinimumAuditDays)).ToList();
        var evidence = ages.Select(a => a.Evidence).ToList();
        if (log.ListChanged is { } changed)
            evidence.Add(ListChanged(changed));
        var isInEffect = ScpAlone.In(input.Organization)
            ? LaunchesAreFree(input, evidence)
            : await IsInEffect(input, evidence, cancel);
        return new Gate(GateName.AuditTime, isInEffect && ages.All(a => a.IsEnough), [.. evidence]);
    }

    private static Gate Closed(string evidence) => new(GateName.AuditTime, IsOpen: false, [evidence]);

    private readonly record struct AuditAge(bool IsEnough, string Evidence);

    private AuditAge Age(ImmutableArray<string> path, DeploymentLog log, int minimumDays)
    {
        var target = path[^1];
        if (log.InAuditSince(path) is not { } since)
            return new AuditAge(false, $"{target}: no deployment in audit mode is recorded");
        var days = (time.GetUtcNow() - since).TotalDays;
        var evidence = string.Create(
            CultureInfo.InvariantCulture,
            $"{target}: in audit mode since {since.UtcDateTime:yyyy-MM-dd HH:mm} UTC by the record, {Math.Floor(days)} of {minimumDays} days"
        );
        return new AuditAge(days >= minimumDays, evidence);
    }

    private string ListChanged(DateTimeOffset changed)
    {
        var days = Math.Floor((time.GetUtcNow() - changed).TotalDays);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"the list was changed last on {changed.UtcDateTime:yyyy-MM-dd}: what it denies since then was in audit mode for {days} days"
        );
    }

    /// <summary>Whether audit mode is what the policies give in every account, and what AWS says of one of each kind.</summary>
    private async Task<bool> IsInEffect(GateInput input, List<string> evidence, CancellationToken cancel)
    {
        var effective = new EffectivePolicies(new OrganizationIndex(input.Organization));
        var groups = input
            .Accounts.GroupBy(a => effective.Of(a.Id.Value))
            .ToLookup(g => g.Key.Policy?.State == AllowedImagesState.AuditMode);
        foreach (var group in groups[false])
        {
            var accounts = OrganizationProof.Describe([.. group.Select(a => a.Id)]);
            evidence.Add(
                $"in {accounts} the policies give {Name(group.Key.Policy?.State, "no state")}, not audit_mode"
            );
        }
        var asked = groups[true].Select(g => g.First().Id).Take(MostAsked).ToList();
        var isConfirmed = await IsConfirmed(asked, input.Accounts.Length, evidence, cancel);
        return isConfirmed && !groups[false].Any();
    }

    /// <summary>Nothing marks an image there: what enforcement would block is known from the accounts alone, the next gate.</summary>
    private static bool LaunchesAreFree(GateInput input, List<string> evidence)
    {
        evidence.Add(ScpAlone.Note);
        var enforced = AffectedAccounts.EnforcedIn(input.Organization);
        ImmutableArray<AccountId> blocked = [.. input.Accounts.Select(a => a.Id).Where(enforced)];
        if (!blocked.IsEmpty)
            evidence.Add($"in {OrganizationProof.Describe(blocked)} our SCP denies launches already");
        return blocked.IsEmpty;
    }

    private async Task<bool> IsConfirmed(
        List<AccountId> asked,
        int accounts,
        List<string> evidence,
        CancellationToken cancel
    )
    {
        var confirm = new ConfirmEffect(aws, time);
        var confirmed = 0;
        foreach (var account in asked)
        {
            var state = await confirm.StateOf(account, cancel);
            if (state == AllowedImagesState.AuditMode)
                confirmed++;
            else
                evidence.Add($"AWS says that {account} has {Name(state, "no effective policy")}, not audit_mode");
        }
        if (asked.Count > 0)
            evidence.Add(
                $"AWS confirms audit_mode in {confirmed} of {Plural.Of(asked.Count, "account")} asked,"
                    + $" which stand for all {accounts}"
            );
        return confirmed == asked.Count;
    }

    private static string Name(AllowedImagesState? state, string none) => state?.Name() ?? none;
}
