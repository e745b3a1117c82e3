using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Rollout.Gates;

/// <summary>Instances of one account from one image that could not be launched any more.</summary>
/// <param name="ImageId">Null when EC2 does not say it.</param>
/// <param name="Owner">As `ec2:Owner` has it.</param>
/// <param name="DeniedBy">The layer, in words.</param>
/// <param name="Example">One of the instances.</param>
internal sealed record ForbiddenUse(
    AccountId Account,
    RegionName Region,
    ImageId? ImageId,
    string ImageName,
    string Owner,
    string DeniedBy,
    int Instances,
    string Example
)
{
    internal string Text =>
        $"{Plural.Of(Instances, "instance")} from {ImageId?.Value} `{ImageName}` of {Owner} in {Region},"
        + $" such as {Example}: denied by {DeniedBy}";
}

/// <summary>What runs in the accounts.</summary>
/// <param name="Places">Pairs of account and Region that were read.</param>
/// <param name="Instances">All that were looked at.</param>
/// <param name="Gaps">What was not read; while there are any, what was found is not all.</param>
internal sealed record InstanceScan(
    int Accounts,
    int Places,
    int Instances,
    ImmutableArray<ForbiddenUse> Forbidden,
    ImmutableArray<ReadingGap> Gaps
)
{
    /// <summary>For the gate. Where nothing was looked at, that is a gap.</summary>
    /// <param name="regions">The Regions that were asked for; empty for all.</param>
    /// <param name="reason">Why the others were not; null where nobody said so.</param>
    public ViolationFindings Findings(IReadOnlyCollection<RegionName> regions, string? reason)
    {
        var limit =
            regions.Count == 0
                ? ""
                : $"; only {string.Join(", ", regions)}, as asked: other Regions were not looked at ({reason})";
        var looked =
            $"{Plural.Of(Instances, "instance")} in {Plural.Of(Accounts, "account")}"
            + $" and {Plural.Of(Places, "pair")} of account and Region looked at{limit}";
        var violations = Forbidden.Select(f => new OpenViolation(f.Account, f.ImageId, f.Owner, f.Text));
        ImmutableArray<ReadingGap> gaps =
            Places == 0 && Gaps.IsEmpty ? [new ReadingGap("accounts", "there was none to look at")] : Gaps;
        return new ViolationFindings("instances", looked, [.. violations], gaps);
    }
}
