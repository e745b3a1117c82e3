using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>What the policies would have made of all that was recorded.</summary>
/// <param name="Ledger">What was read.</param>
/// <param name="Launches">That succeeded.</param>
/// <param name="LacksEnforcement">
/// The policies are in audit mode and do not hold which launches enforcement denies, and no configuration says it; left out otherwise.
/// </param>
/// <param name="Comparison">With other policies; left out when there are none: then findings are all that is hit.</param>
/// <param name="ByOwner">What one decision each would settle, of the launches that are open.</param>
/// <param name="Shares">Open findings by what they have in common; of each dimension what hits most first.</param>
/// <param name="Weeks">Launches that succeeded, week by week.</param>
/// <param name="Recent">
/// What was still called in the last seven days of the trail, or before the last call where its files tell no days; left out when no call
/// has a readable time.
/// </param>
/// <param name="Findings">Calls that one team would be asked about together.</param>
/// <param name="AllowList">How much each entry was used; empty when the configuration is not known.</param>
public sealed record BacktestDocument(
    LedgerPart Ledger,
    LaunchesPart Launches,
    bool? LacksEnforcement,
    ComparisonPart? Comparison,
    ImmutableArray<RollupPart> ByOwner,
    ImmutableArray<SharePart> Shares,
    ImmutableArray<WeekPart> Weeks,
    RecentPart? Recent,
    ImmutableArray<BacktestFindingPart> Findings,
    ImmutableArray<OwnerUsePart> AllowList
) : ReportDocument
{
    public static BacktestDocument Of(BacktestReport report) =>
        new(
            LedgerPart.Of(report.Ledger),
            new(
                report.Launches,
                report.LaunchesWith(Verdict.Denied),
                report.LaunchesWith(Verdict.Marked),
                report.LaunchesWith(Verdict.Undecided)
            ),
            report.LacksEnforcement ? true : null,
            report.IsComparison ? new ComparisonPart(report.Relieved) : null,
            RollupPart.Of(report.ByOwner),
            [.. report.Shares.Select(SharePart.Of)],
            [.. report.Weeks.Select(WeekPart.Of)],
            RecentPart.Of(report.Recent),
            [.. report.Findings.Select(BacktestFindingPart.Of)],
            [.. report.AllowList.Select(OwnerUsePart.Of)]
        );
}

/// <param name="All">Whatever their image.</param>
/// <param name="Denied">That a layer would have denied.</param>
/// <param name="Marked">That audit mode would have marked, and enforcement denied.</param>
/// <param name="Undecided">Of which it depends on what no record tells.</param>
public sealed record LaunchesPart(long All, long Denied, long Marked, long Undecided);

/// <summary>Findings are calls that the other policies treat better.</summary>
/// <param name="Relieved">Launches that the other policies treat worse.</param>
public sealed record ComparisonPart(long Relieved);

/// <param name="By">What the findings have in common.</param>
/// <param name="Label">The unit, account, principal, or proposed outcome.</param>
/// <param name="Findings">Open ones.</param>
/// <param name="Succeeded">Calls that did, and would stop working.</param>
/// <param name="Accounts">In which they were made.</param>
/// <param name="Last">When the last call was.</param>
public sealed record SharePart(
    [OneOf<RollupDimension>] string By,
    string Label,
    long Findings,
    long Succeeded,
    long Accounts,
    Moment? Last
)
{
    internal static SharePart Of(BacktestShare share) =>
        new(share.By.Name(), share.Label, share.Findings, share.Succeeded, share.Accounts, share.Last);
}

/// <param name="Monday">The first day (UTC).</param>
/// <param name="All">Whatever their image.</param>
/// <param name="Denied">That a layer would have denied.</param>
/// <param name="Marked">That audit mode would have marked, and enforcement denied.</param>
/// <param name="Undecided">Of which it depends on what no record tells.</param>
public sealed record WeekPart(DateOnly Monday, long All, long Denied, long Marked, long Undecided)
{
    internal static WeekPart Of(LaunchWeek week) =>
        new(week.Monday, week.All, week.Denied, week.Marked, week.Undecided);
}

/// <param name="From">The first of the last seven days (UTC).</param>
/// <param name="To">The last day of the trail where its files tell it, else that of the last call.</param>
/// <param name="Findings">Open ones with calls in these days.</param>
/// <param name="Succeeded">Their calls in these days that did.</param>
public sealed record RecentPart(DateOnly From, DateOnly To, long Findings, long Succeeded)
{
    internal static RecentPart? Of(StillHappening? recent) =>
        recent is null ? null : new RecentPart(recent.From, recent.To, recent.Findings, recent.Succeeded);
}

/// <param name="Id">The same in every run; names its triage file.</param>
/// <param name="Kind">Of the calls.</param>
/// <param name="Verdict">Of the policies.</param>
/// <param name="Open">It must be decided on before anything is enforced.</param>
/// <param name="Account">As the records have it; not always an account.</param>
/// <param name="AccountName">As the organization has it.</param>
/// <param name="Ou">The organizational unit of the account.</param>
/// <param name="Owner">Of the images, as `ec2:Owner` has it, or `unknown`; left out for calls on none.</param>
/// <param name="Calls">All of them.</param>
/// <param name="Succeeded">Of these, the calls that did: what would stop working.</param>
/// <param name="DeniedAlready">Of these, the calls that a policy denied.</param>
/// <param name="DryRuns">Of these, the dry runs: nothing was to happen.</param>
/// <param name="ByServiceLinkedRole">Of these, the launches by services whose own role no service control policy reaches.</param>
/// <param name="First">When.</param>
/// <param name="Last">When.</param>
/// <param name="Actions">IAM actions.</param>
/// <param name="Principals">Who called, by ARN; 100 at most, as in all lists here.</param>
/// <param name="Images">By id.</param>
/// <param name="Ended">Of the images, those that were deregistered or disabled, when and by whom; a sentence each.</param>
/// <param name="Services">That called on someone's behalf.</param>
/// <param name="Regions">Where.</param>
/// <param name="DeniedBy">What denies: the layer, and for a service control policy the statement.</param>
/// <param name="Advice">What to do about it.</param>
/// <param name="Triage">What people decided; left out while nobody has.</param>
public sealed record BacktestFindingPart(
    string Id,
    [OneOf<CallKind>] string Kind,
    [OneOf<Verdict>] string Verdict,
    bool Open,
    string? Account,
    string? AccountName,
    string? Ou,
    string? Owner,
    long Calls,
    long Succeeded,
    long DeniedAlready,
    long DryRuns,
    long ByServiceLinkedRole,
    Moment? First,
    Moment? Last,
    ImmutableArray<string> Actions,
    ImmutableArray<string> Principals,
    ImmutableArray<string> Images,
    ImmutableArray<string> Ended,
    ImmutableArray<string> Services,
    ImmutableArray<string> Regions,
    ImmutableArray<string> DeniedBy,
    AdvicePart Advice,
    TriagePart? Triage
)
{
    internal static BacktestFindingPart Of(BacktestFinding finding) =>
        new(
            finding.Id,
            finding.Kind.Name(),
            finding.Verdict.Name(),
            finding.IsOpen,
            finding.Account.IfAny(),
            finding.AccountName.IfAny(),
            finding.OrganizationalUnit.IfAny(),
            finding.Owner.IfAny(),
            finding.Calls,
            finding.Succeeded,
            finding.DeniedAlready,
            finding.DryRuns,
            finding.ByServiceLinkedRole,
            finding.First,
            finding.Last,
            finding.Actions,
            finding.Principals,
            finding.Images,
            finding.Ended,
            finding.Services,
            finding.Regions,
            finding.DeniedBy,
            AdvicePart.Of(finding.Advice),
            TriagePart.Of(finding.Triage)
        );
}

/// <param name="Owner">As `ec2:Owner` has it.</param>
/// <param name="Kind">`publisher`, `alias`, `managed_service` or `exception`.</param>
/// <param name="Name">Of the publisher or service, or the ticket of the exception.</param>
/// <param name="Launches">Of its images.</param>
/// <param name="Last">When; left out when it was not used.</param>
public sealed record OwnerUsePart(string Owner, string Kind, string? Name, long Launches, Moment? Last)
{
    internal static OwnerUsePart Of(OwnerUse use) =>
        new(use.Owner.IamName, use.Kind.Replace(' ', '_'), use.Name.IfAny(), use.Launches, use.Last);
}
