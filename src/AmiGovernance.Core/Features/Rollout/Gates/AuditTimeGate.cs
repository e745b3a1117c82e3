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

/// <summary>Whether audit mode ran long enough: by every source of evidence, and by what AWS says is in effect now.</summary>
/// <param name="aws">Says what is in effect.</param>
/// <param name="sources">Say since when; the deployment record is the first.</param>
/// <param name="time">What is held against them.</param>
internal sealed class AuditTimeGate(
    IEffectivePolicyReader aws,
    IReadOnlyList<IAuditEvidence> sources,
    TimeProvider time
)
{
    /// <summary>Accounts under the same policies have the same effective policy: asking some of them is enough.</summary>
    private const int MostAsked = 10;

    public async Task<Gate> Check(GateInput input, CancellationToken cancel)
    {
        var found = new List<AuditEvidence>();
        foreach (var source in sources)
        {
            var evidence = await source.Find(input, cancel);
            if (evidence.Refusal is { } refusal)
                return new Gate(GateName.AuditTime, IsOpen: false, [refusal]);
            found.Add(evidence);
        }
        var ages = input.Targets.Select((path, i) => Age(path[^1], Starts(found, i), input)).ToList();
        var lines = ages.SelectMany(a => a.Evidence).Concat(found.SelectMany(e => e.Remarks)).ToList();
        if (input.Accounts.IsEmpty)
            return new Gate(
                GateName.AuditTime,
                IsOpen: false,
                [.. lines, "no account would be enforced: there is none that audit mode could be confirmed in"]
            );
        var isInEffect = ScpAlone.In(input.Organization)
            ? LaunchesAreFree(input, lines)
            : await IsInEffect(input, lines, cancel);
        return new Gate(GateName.AuditTime, isInEffect && ages.All(a => a.IsEnough), [.. lines]);
    }

    private readonly record struct AuditAge(bool IsEnough, ImmutableArray<string> Evidence);

    /// <summary>Of those sources that say something.</summary>
    private static List<AuditStart> Starts(List<AuditEvidence> found, int target) =>
        [.. found.Where(e => !e.Starts.IsEmpty).Select(e => e.Starts[target])];

    /// <summary>The latest start counts. Where no source knows one, nothing is proven.</summary>
    private AuditAge Age(string target, List<AuditStart> starts, GateInput input)
    {
        var minimumDays = input.Config.Policy.MinimumAuditDays;
        var latest = starts.Max(s => s.Since);
        var isInAudit = latest is not null && starts.All(s => s.IsInAudit);
        var evidence = starts.Select(s => $"{target}: {s.Words}{Days(s.Since, minimumDays)}").ToList();
        if (starts.Any(s => s.Since is { } since && IsEarlier(since, latest)))
            evidence.Add($"{target}: the later start counts{Days(latest, minimumDays)}");
        var isEnough = isInAudit && (time.GetUtcNow() - latest!.Value).TotalDays >= minimumDays;
        return new AuditAge(isEnough, [.. evidence]);
    }

    /// <summary>Sources round, and their clocks differ: less than an hour is the same start.</summary>
    private static bool IsEarlier(DateTimeOffset since, DateTimeOffset? latest) =>
        latest is { } other && other - since > TimeSpan.FromHours(1);

    private string Days(DateTimeOffset? since, int minimumDays) =>
        since is { } begun
            ? string.Create(
                CultureInfo.InvariantCulture,
                $", {Math.Floor((time.GetUtcNow() - begun).TotalDays)} of {Plural.Of(minimumDays, "day")}"
            )
            : "";

    /// <summary>Whether audit mode is what the policies give in every account, and what AWS says of one of each kind.</summary>
    private async Task<bool> IsInEffect(GateInput input, List<string> evidence, CancellationToken cancel)
    {
        var effective = OrganizationIndex.Of(input.Organization).Effective;
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
