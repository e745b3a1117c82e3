using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Gates;

/// <summary>
/// The recorded launches that enforcement would deny, as triage has them. Audit mode writes no record of its own, and what runs now
/// says nothing of what is launched for an hour each night: only a replay does.
/// </summary>
internal sealed class ReplayedLaunches(IFileStore files, TimeProvider time)
{
    private const string Source = "replayed launches";

    private const string Launch = "launch-";

    private const string Replay = "`amigov backtest PATH --update-triage` replays what CloudTrail recorded";

    /// <param name="input">What is promoted.</param>
    /// <param name="folder">The folder of what was decided on replayed launches.</param>
    /// <param name="listChanged">When the list was changed last; null when it was not.</param>
    public ViolationFindings Find(GateInput input, string folder, DateTimeOffset? listChanged)
    {
        var findings = new DiagnosticBag();
        var triage = TriageFiles.Read(files, folder, findings);
        var reading = Reading.Of(bag => TriageFiles.ReadReplay(files, folder, bag));
        var replay = reading.ReportTo(findings);
        var launches = Launches(triage.Entries, input);
        var open = launches.Where(l => l.IsOpen && !IsApproved(input.Config, l.About)).ToList();

        var gaps = findings.ToSorted().Select(d => new ReadingGap(d.Location.Source.Path, d.Message)).ToList();
        var isReadable = reading.Findings.All(d => d.Severity != Severity.Error);
        if (isReadable && Gap(replay, input, listChanged) is { } gap)
            gaps.Add(new ReadingGap(folder, gap));
        gaps.AddRange(open.Where(l => l.Account is null).Select(l => l.WithoutAccount(folder)));

        var violations = open.Select(l => l.Violation).OfType<OpenViolation>();
        return new ViolationFindings(Source, Looked(replay, launches.Count), [.. violations], [.. gaps])
        {
            HasLooked = replay is { First: not null, Last: not null },
        };
    }

    /// <summary>Those of the accounts, and those of which nobody knows the account.</summary>
    private static List<ReplayedLaunch> Launches(IEnumerable<TriageEntry> entries, GateInput input)
    {
        var accounts = input.Accounts.Select(a => a.Id).ToHashSet();
        return
        [
            .. entries
                .Where(e => e.Finding.StartsWith(Launch, StringComparison.Ordinal))
                .Select(e => ReplayedLaunch.Of(e, e.Finding[Launch.Length..]))
                .OfType<ReplayedLaunch>()
                .Where(l => l.Account is not { } account || accounts.Contains(account)),
        ];
    }

    /// <summary>
    /// The list may have grown since the entry was made, and no replay closes one. Of an owner with criteria it says nothing: those may
    /// be what denies.
    /// </summary>
    private static bool IsApproved(GovernanceConfig config, string owner) =>
        ListedOwner.Of(config, owner) is { HasCriteria: false };

    /// <summary>Why what was replayed does not tell what enforcement would block; null when it does.</summary>
    private string? Gap(ReplayRecord? record, GateInput input, DateTimeOffset? listChanged)
    {
        var days = input.Config.Policy.MinimumAuditDays;
        if (record is null)
            return $"no replay is recorded; {Replay}";
        var replayed = Day(record.At);
        if (record.NotRead > 0)
        {
            var notRead = Plural.Of((int)Math.Min(record.NotRead, int.MaxValue), "file");
            return $"{notRead} could not be read when launches were replayed on {replayed}";
        }
        if (listChanged > record.At)
            return $"the list was changed on {Day(listChanged.Value)}, after launches were replayed on {replayed};"
                + $" {Replay}";
        if (record is not { First: { } first, Last: { } last })
            return $"the replay of {replayed} found no recorded call at all; {Replay}";
        if (last > record.At + TrailFindings.ClocksApart)
            return $"the replayed calls end on {Day(last)}, after they were replayed on {replayed}: a time is wrong; {Replay}";
        if (time.GetUtcNow() - last > ReplayAge.Most)
            return $"the replayed calls end on {Day(last)}, more than {ReplayAge.Most.Days} days ago; {Replay}";
        if ((time.GetUtcNow() - first).TotalDays < days - 1)
            return $"the replayed calls begin on {Day(first)}, and audit mode takes {Plural.Of(days, "day")}; {Replay}";
        return OtherPolicies(record, input) ?? Unseen(record, input);
    }

    /// <summary>What other policies allow says nothing of these. An older version did not say which ones it replayed.</summary>
    private static string? OtherPolicies(ReplayRecord record, GateInput input) =>
        record.Policies is { } policies
        && policies != ConfiguredPolicies.EnforcedDigest(input.Config, DateOnly.FromDateTime(record.At.UtcDateTime))
            ? $"the replay of {Day(record.At)} was made by other policies than the configuration gives; {Replay}"
            : null;

    /// <summary>Of an account that the trail does not hold, no finding means nothing.</summary>
    private static string? Unseen(ReplayRecord record, GateInput input)
    {
        var replayed = Day(record.At);
        if (record.Accounts is not { } held)
            return $"the replay of {replayed} was made by an older version, which does not say what accounts the trail held; {Replay}";
        if (record.Launches == 0)
            return $"the replay of {replayed} found no launch at all, in any account: the trail may not hold them; {Replay}";
        ImmutableArray<AccountId> unseen = [.. input.Accounts.Select(a => a.Id).Where(a => !held.Contains(a))];
        if (unseen.IsEmpty)
            return null;
        var accounts = OrganizationProof.Describe(unseen);
        return $"the trail that was replayed on {replayed} holds nothing of {accounts}; {Replay}";
    }

    private static string Looked(ReplayRecord? record, int findings)
    {
        if (record is not { First: { } first, Last: { } last })
            return "nothing was replayed";
        var launches = record.Launches.ToString("N0", CultureInfo.InvariantCulture);
        return $"{launches} launches recorded from {Day(first)} to {Day(last)}, replayed on {Day(record.At)};"
            + $" {Plural.Of(findings, "finding")} in these accounts";
    }

    private static string Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime).Text();
}
