using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail;

/// <summary>What a backtest is made with.</summary>
/// <param name="Config">For the allow list's use; null when it is not known.</param>
/// <param name="Organization">Null when it is not known.</param>
public sealed record BacktestInput(
    PolicySet Policies,
    ImageOwners Owners,
    GovernanceConfig? Config,
    Organization? Organization,
    Triage Triage,
    DateTimeOffset Now
);

/// <summary>Says whom policies would have hit: the recorded calls replayed, and put together into findings that a team can be asked about.</summary>
public sealed class BacktestTrail(BacktestInput input)
{
    /// <summary>Callers, images and the like that a finding names.</summary>
    private const int MostNames = 100;

    private static readonly CallKind[] Judged =
    [
        CallKind.Launch,
        CallKind.Creation,
        CallKind.Sharing,
        CallKind.Guardrail,
    ];

    /// <summary>The question that a scan must answer for it.</summary>
    public static TrailQuestion Question(TrailFilter filter, PolicySet policies) =>
        new(filter, JudgeCalls.Boundaries(policies), policies.Declarative?.ExceptionMessage);

    public BacktestReport Run(TrailFindings findings)
    {
        var calls = new TrailReporter(input.Owners, findings.Sources, input.Organization).Report(findings.Rows);
        var judge = new JudgeCalls(input.Policies, input.Owners, input.Organization?.ManagementAccount, input.Now);
        var hit = calls
            .Where(c => Judged.Contains(c.Key.Kind))
            .Select(c => (Calls: c, Judgement: judge.Judge(c)))
            .Where(h => h.Judgement is not null)
            .Select(h => (h.Calls, h.Judgement!.Value.Verdict, h.Judgement.Value.DeniedBy));
        var launches = calls.Where(c => c.Key is { Kind: CallKind.Launch, Outcome: CallOutcome.Succeeded }).ToList();
        var members = calls
            .Select(c => c.Key.Account)
            .Concat(input.Organization?.Accounts.Select(a => a.Id.Value) ?? [])
            .ToHashSet(StringComparer.Ordinal);
        var advice = new BacktestAdvice(members, input.Config);
        return new BacktestReport(
            findings.Ledger,
            [
                .. hit.GroupBy(h => (Id(h.Calls), h.Verdict))
                    .Select(g => Finding(g.Key.Item1, [.. g], advice))
                    .OrderBy(f => f.Verdict)
                    .ThenByDescending(f => f.Succeeded)
                    .ThenByDescending(f => f.Calls)
                    .ThenBy(f => f.Id, StringComparer.Ordinal),
            ],
            launches.Sum(c => c.Count),
            Use(launches)
        )
        {
            First = calls.Min(c => c.First),
            Last = calls.Max(c => c.Last),
        };
    }

    /// <summary>Launches are asked about by account and owner (by image when the owner is unknown), other calls by their caller.</summary>
    internal static string Id(ReportedCalls calls)
    {
        var key = calls.Key;
        var about =
            key.Kind != CallKind.Launch ? Hash($"{key.Principal}\n{key.Action}")
            : calls.Owner != ImageOwners.Unknown ? calls.Owner
            : CallImages.IsImage(key.Image) ? key.Image
            : "no-image";
        return $"{key.Kind.Name()}-{(AccountId.IsValid(key.Account) ? key.Account : "unknown")}-{(about.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? about : Hash(about))}";
    }

    private static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..10];

    private BacktestFinding Finding(
        string id,
        (ReportedCalls Calls, Verdict Verdict, ImmutableArray<string> DeniedBy)[] hit,
        BacktestAdvice advice
    )
    {
        var first = hit[0].Calls;
        long Count(Func<TrailKey, bool> which) => hit.Where(h => which(h.Calls.Key)).Sum(h => h.Calls.Count);
        ImmutableArray<string> Names(Func<ReportedCalls, string> of) =>
            [
                .. hit.Select(h => of(h.Calls))
                    .Where(n => n.Length > 0)
                    .Distinct()
                    .Order(StringComparer.Ordinal)
                    .Take(MostNames),
            ];
        var finding = new BacktestFinding
        {
            Id = id,
            Kind = first.Key.Kind,
            Verdict = hit[0].Verdict,
            Account = first.Key.Account,
            AccountName = first.AccountName,
            OrganizationalUnit = first.OrganizationalUnit,
            Owner = first.Key.Kind == CallKind.Launch ? first.Owner : "",
            Actions = Names(c => c.Key.Action),
            Principals = Names(c => c.Key.Principal),
            Images = Names(c => c.Key.Image),
            Services = Names(c => c.Key.Service),
            Regions = Names(c => c.Key.Region),
            DeniedBy = [.. hit.SelectMany(h => h.DeniedBy).Distinct().Order(StringComparer.Ordinal)],
            Calls = Count(_ => true),
            Succeeded = Count(k => k.Outcome == CallOutcome.Succeeded),
            DeniedAlready = Count(k => k.Outcome == CallOutcome.PolicyDenial),
            DryRuns = Count(k => k.Outcome == CallOutcome.DryRun),
            ByServiceLinkedRole = Count(k => PrincipalNames.IsServiceLinkedRole(k.Principal)),
            First = hit.Min(h => h.Calls.First),
            Last = hit.Max(h => h.Calls.Last),
            Advice = new Advice(null, "", null, null),
            Triage = input.Triage.Find(id),
        };
        return finding with { Advice = advice.For(finding) };
    }

    /// <summary>The least used first: an exception or a publisher that nobody used is one less to keep.</summary>
    private ImmutableArray<OwnerUse> Use(IReadOnlyCollection<ReportedCalls> launches)
    {
        if (input.Config is not { } config)
            return [];
        var used = launches
            .GroupBy(c => c.Owner)
            .ToDictionary(
                g => g.Key,
                g => (Count: g.Sum(c => c.Count), Last: g.Max(c => c.Last)),
                StringComparer.Ordinal
            );
        // Images with an alias show by it; their account is known from the files of owners.
        foreach (
            var group in launches
                .Where(c => !AccountId.IsValid(c.Owner))
                .GroupBy(c => input.Owners.Find(c.Key.Image)?.OwnerId ?? "")
                .Where(g => g.Key.Length > 0)
        )
            used.TryAdd(group.Key, (group.Sum(c => c.Count), group.Max(c => c.Last)));
        OwnerUse Of(string owner, string kind, string name) =>
            used.TryGetValue(owner, out var found)
                ? new(owner, kind, name, found.Count, found.Last)
                : new(owner, kind, name, 0, null);
        return
        [
            .. config
                .Publishers.Select(p => Of(p.AccountId.Value, "publisher", p.Name ?? ""))
                .Concat(config.Aliases.Select(a => Of(a.Alias.IamName(), "alias", "")))
                .Concat(
                    (config.ManagedServices ?? []).SelectMany(s =>
                        s.AccountIds.Select(a => Of(a.Value, "managed service", s.Name))
                    )
                )
                .Concat(config.Exceptions.Select(e => Of(e.AccountId.Value, "exception", e.Ticket ?? "")))
                .OrderBy(u => u.Launches)
                .ThenBy(u => u.Kind, StringComparer.Ordinal)
                .ThenBy(u => u.Owner, StringComparer.Ordinal),
        ];
    }
}
