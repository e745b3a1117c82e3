using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>Calls that one team would be asked about together.</summary>
public sealed record BacktestFinding
{
    /// <summary>Callers, images and the like that a finding names.</summary>
    private const int MostNames = 100;

    /// <summary>The same in every run; see <see cref="FindingId"/>. Names its triage file.</summary>
    public required string Id { get; init; }

    public required CallKind Kind { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>As the records have it; not always an account.</summary>
    public required string Account { get; init; }

    public string AccountName { get; init; } = "";

    public string OrganizationalUnit { get; init; } = "";

    /// <summary>The owner of the images; <see cref="ImageOwners.Unknown"/>, or empty for calls on none.</summary>
    public required string Owner { get; init; }

    public required ImmutableArray<string> Actions { get; init; }

    public required ImmutableArray<string> Principals { get; init; }

    public required ImmutableArray<string> Images { get; init; }

    /// <summary>Images that were deregistered or disabled, when and by whom; one sentence each, without a period.</summary>
    public ImmutableArray<string> Ended { get; init; } = [];

    /// <summary>Services that called on someone's behalf.</summary>
    public required ImmutableArray<string> Services { get; init; }

    public required ImmutableArray<string> Regions { get; init; }

    /// <summary>What denies: the layer, and for a service control policy the statement.</summary>
    public required ImmutableArray<string> DeniedBy { get; init; }

    /// <summary>What undecided calls depend on: condition keys, facts about the image.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];

    public required long Calls { get; init; }

    /// <summary>Of these, the calls that did succeed: what would stop working.</summary>
    public required long Succeeded { get; init; }

    /// <summary>Of these, the calls that a policy denied already.</summary>
    public required long DeniedAlready { get; init; }

    /// <summary>Of these, the dry runs: nothing was to happen.</summary>
    public required long DryRuns { get; init; }

    /// <summary>Of these, the launches by services whose own role no service control policy reaches.</summary>
    public required long ByServiceLinkedRole { get; init; }

    public DateTimeOffset? First { get; init; }

    public DateTimeOffset? Last { get; init; }

    public required Advice Advice { get; init; }

    /// <summary>What people decided; null while it is open.</summary>
    public TriageEntry? Triage { get; init; }

    /// <summary>Where every call was a dry run or denied already, there is nothing to decide on.</summary>
    public bool IsOpen => Calls > DeniedAlready + DryRuns && !IsClosed;

    /// <summary>Whether people decided on it.</summary>
    public bool IsClosed => Triage?.Closes(Verdict) is true;

    /// <summary>All but advice and triage.</summary>
    /// <param name="hit">At least one; all with the same verdict.</param>
    internal static BacktestFinding Of(string id, ImmutableArray<JudgedCalls> hit)
    {
        var first = hit[0].Calls;
        return new BacktestFinding
        {
            Id = id,
            Kind = first.Key.Kind,
            Verdict = hit[0].Judgement.Verdict,
            Account = first.Key.Account,
            AccountName = first.AccountName,
            OrganizationalUnit = first.OrganizationalUnit,
            Owner = first.Key.Kind == CallKind.Launch ? first.Owner : "",
            Actions = Names(hit, k => k.Action),
            Principals = Names(hit, k => k.Caller),
            Images = Names(hit, k => k.Image),
            Services = Names(hit, k => k.Service),
            Regions = Names(hit, k => k.Region),
            DeniedBy = [.. hit.SelectMany(h => h.Judgement.DeniedBy).Distinct().Order(StringComparer.Ordinal)],
            DependsOn = [.. hit.SelectMany(h => h.Judgement.DependsOn).Distinct().Order(StringComparer.Ordinal)],
            Calls = Count(hit, _ => true),
            Succeeded = Count(hit, k => k.HasSucceeded),
            DeniedAlready = Count(hit, k => k.Outcome == CallOutcome.PolicyDenial),
            DryRuns = Count(hit, k => k.Outcome == CallOutcome.DryRun),
            ByServiceLinkedRole = Count(hit, k => PrincipalArn.IsServiceLinkedRole(k.Principal)),
            First = hit.Min(h => h.Calls.First),
            Last = hit.Max(h => h.Calls.Last),
            Advice = Advice.None,
        };
    }

    private static long Count(ImmutableArray<JudgedCalls> hit, Func<TrailKey, bool> which) =>
        hit.Where(h => which(h.Calls.Key)).Sum(h => h.Calls.Count);

    private static ImmutableArray<string> Names(ImmutableArray<JudgedCalls> hit, Func<TrailKey, string> of) =>
        [
            .. hit.Select(h => of(h.Calls.Key))
                .Where(n => n.Length > 0)
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Take(MostNames),
        ];
}
