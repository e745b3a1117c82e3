using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout;

/// <summary>
/// The recorded launches that enforcement would deny, as triage has them. Audit mode writes no record of its own, and what runs now
/// says nothing of what is launched for an hour each night: only a replay does.
/// </summary>
public sealed class ReplayedLaunches(IFileStore files, TimeProvider time)
{
    private const string Source = "replayed launches";

    private const string Launch = "launch-";

    private const string Replay = "`amigov backtest PATH --update-triage` replays what CloudTrail recorded";

    /// <summary>What was launched since would not be seen.</summary>
    private static readonly TimeSpan MostAge = TimeSpan.FromDays(7);

    public ViolationFindings Find(GateInput input, string folder, DateTimeOffset? listChanged)
    {
        var bag = new DiagnosticBag();
        var triage = TriageFiles.Read(files, folder, bag);
        var ofReplay = new DiagnosticBag();
        var record = TriageFiles.ReadReplay(files, folder, ofReplay);
        bag.AddRange(ofReplay.ToSorted());
        var gaps = bag.ToSorted().Select(d => new ReadingGap(d.Location.Source.Path, d.Message)).ToList();
        if (!ofReplay.HasErrors && Gap(record, input.Config.Policy.MinimumAuditDays, listChanged) is { } gap)
            gaps.Add(new ReadingGap(folder, gap));
        var accounts = input.Accounts.Select(a => a.Id.Value).ToHashSet(StringComparer.Ordinal);
        var launches = triage
            .Entries.Where(e => e.Finding.StartsWith(Launch, StringComparison.Ordinal))
            .Select(e => (Entry: e, Parts: e.Finding[Launch.Length..].Split('-', 2)))
            .Where(f => f.Parts.Length == 2 && (accounts.Contains(f.Parts[0]) || !AccountId.IsValid(f.Parts[0])))
            .ToList();
        var open = launches
            .Where(f => f.Entry.State == TriageState.Open && !IsApproved(input.Config, f.Parts[1]))
            .ToList();
        gaps.AddRange(
            open.Where(f => !AccountId.IsValid(f.Parts[0]))
                .Select(f => new ReadingGap(
                    $"{folder}/{f.Entry.FileName}",
                    "the account of these launches is not known"
                ))
        );
        return new ViolationFindings(
            Source,
            Looked(record, launches.Count),
            [
                .. open.Where(f => AccountId.IsValid(f.Parts[0]))
                    .Select(f => Violation(f.Entry, AccountId.Parse(f.Parts[0]), f.Parts[1])),
            ],
            [.. gaps]
        );
    }

    private static OpenViolation Violation(TriageEntry entry, AccountId account, string about)
    {
        var isImage = about.StartsWith("ami-", StringComparison.Ordinal);
        var said = entry.Outcome is { } outcome
            ? $"{TriageEntry.OutcomeNames[(int)outcome]}, still open{(entry.Ticket.Length > 0 ? $" ({entry.Ticket})" : "")}"
            : "nobody has decided on it";
        return new OpenViolation(
            account,
            isImage ? about : "",
            isImage ? "" : about,
            $"finding {entry.Finding}: {said}"
        );
    }

    /// <summary>The list may have grown since the launches were replayed.</summary>
    private static bool IsApproved(GovernanceConfig config, string owner) =>
        config.Publishers.Any(p => p.AccountId.Value == owner)
        || config.Aliases.Any(a => a.Alias.IamName() == owner)
        || (config.ManagedServices ?? []).Any(s => s.AccountIds.Any(a => a.Value == owner));

    /// <summary>Why what was replayed does not tell what enforcement would block; null when it does.</summary>
    private string? Gap(ReplayRecord? record, int days, DateTimeOffset? listChanged)
    {
        var now = time.GetUtcNow();
        if (record is null)
            return $"no replay is recorded; {Replay}";
        if (record.NotRead > 0)
            return $"{Plural.Of((int)Math.Min(record.NotRead, int.MaxValue), "file")} could not be read when launches were replayed on {Day(record.At)}";
        if (listChanged > record.At)
            return $"the list was changed on {Day(listChanged.Value)}, after launches were replayed on {Day(record.At)}; {Replay}";
        if (record is not { First: { } first, Last: { } last })
            return $"the replay of {Day(record.At)} found no recorded call at all; {Replay}";
        if (now - last > MostAge)
            return $"the replayed calls end on {Day(last)}, more than {MostAge.Days} days ago; {Replay}";
        return (now - first).TotalDays < days - 1
            ? $"the replayed calls begin on {Day(first)}, and audit mode takes {days} days; {Replay}"
            : null;
    }

    private static string Looked(ReplayRecord? record, int findings) =>
        record is { First: { } first, Last: { } last }
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{record.Launches:N0} launches recorded from {Day(first)} to {Day(last)}, replayed on {Day(record.At)}; {Plural.Of(findings, "finding")} in these accounts"
            )
            : "nothing was replayed";

    private static string Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime).Text();
}
