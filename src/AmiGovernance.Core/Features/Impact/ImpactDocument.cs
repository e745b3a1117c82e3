using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Core.Features.Impact;

/// <summary>What names images and would not launch again.</summary>
/// <param name="AccountsAndRegions">How many were read.</param>
/// <param name="LeftOut">Accounts that are not active and Regions that are not enabled.</param>
/// <param name="Uses">All that were found, also those that nothing stops.</param>
/// <param name="LacksEnforcement">
/// The policies are in audit mode and do not hold which launches enforcement denies, and no configuration says it; left out otherwise.
/// </param>
/// <param name="ByOwner">What one decision each would settle.</param>
/// <param name="Findings">Uses that one team would be asked about together.</param>
/// <param name="LeftOpen">Uses of which the policies do not say.</param>
/// <param name="Gaps">What could not be read.</param>
public sealed record ImpactDocument(
    int AccountsAndRegions,
    int LeftOut,
    long Uses,
    bool? LacksEnforcement,
    ImmutableArray<RollupPart> ByOwner,
    ImmutableArray<ImpactFindingPart> Findings,
    ImmutableArray<ImageUsePart> LeftOpen,
    ImmutableArray<ImpactGapPart> Gaps
) : ReportDocument
{
    public static ImpactDocument Of(ImpactReport report) =>
        new(
            report.Places,
            report.Skipped,
            report.Uses,
            report.LacksEnforcement ? true : null,
            RollupPart.Of(report.ByOwner),
            [.. report.Findings.Select(ImpactFindingPart.Of)],
            ImageUsePart.Of(report.LeftOpen),
            [.. report.Gaps.Select(g => new ImpactGapPart(g.Account.Value, g.RegionOrAll, g.Reason))]
        );
}

/// <param name="Id">The same in every run; names its triage file.</param>
/// <param name="Verdict">Of the policies.</param>
/// <param name="Urgency">Of the most urgent use.</param>
/// <param name="Open">It must be decided on before anything is enforced.</param>
/// <param name="Account">Its id.</param>
/// <param name="AccountName">As the organization has it.</param>
/// <param name="Owner">Of the images, as `ec2:Owner` has it, or `unknown`.</param>
/// <param name="DeniedBy">What denies: the layer, and for a service control policy the statement.</param>
/// <param name="Uses">The most urgent first.</param>
/// <param name="Advice">What to do about it.</param>
/// <param name="Triage">What people decided; left out while nobody has.</param>
public sealed record ImpactFindingPart(
    string Id,
    [OneOf<Verdict>] string Verdict,
    [OneOf<Urgency>] string Urgency,
    bool Open,
    string Account,
    string? AccountName,
    string Owner,
    ImmutableArray<string> DeniedBy,
    ImmutableArray<ImageUsePart> Uses,
    AdvicePart Advice,
    TriagePart? Triage
)
{
    internal static ImpactFindingPart Of(ImpactFinding finding) =>
        new(
            finding.Id,
            finding.Verdict.Name(),
            finding.Urgency.Name(),
            finding.IsOpen,
            finding.Account.Value,
            finding.AccountName.IfAny(),
            finding.Owner,
            finding.DeniedBy,
            ImageUsePart.Of(finding.Uses),
            AdvicePart.Of(finding.Advice),
            TriagePart.Of(finding.Triage)
        );
}

/// <param name="Kind">Of what uses the image.</param>
/// <param name="Urgency">How soon it launches again.</param>
/// <param name="Account">Its id.</param>
/// <param name="Region">Where.</param>
/// <param name="Name">Of what uses the image.</param>
/// <param name="Image">Its id; left out when it is not known.</param>
/// <param name="Detail">What else is known of it.</param>
/// <param name="Instances">That it has, or is.</param>
public sealed record ImageUsePart(
    [OneOf<UseKind>] string Kind,
    [OneOf<Urgency>] string Urgency,
    string Account,
    string Region,
    string Name,
    string? Image,
    string? Detail,
    long Instances
)
{
    public static ImmutableArray<ImageUsePart> Of(ImmutableArray<ImageUse> uses) => [.. uses.Select(Of)];

    private static ImageUsePart Of(ImageUse use) =>
        new(
            use.Kind.Name(),
            use.Urgency.Name(),
            use.Account.Value,
            use.Region.Value,
            use.Name,
            use.Image?.Value,
            use.Detail.IfAny(),
            use.Instances
        );
}

/// <param name="Account">Its id.</param>
/// <param name="Region">`*` when not even the account's Regions are known.</param>
/// <param name="Reason">One sentence without a period.</param>
public sealed record ImpactGapPart(string Account, string Region, string Reason);
