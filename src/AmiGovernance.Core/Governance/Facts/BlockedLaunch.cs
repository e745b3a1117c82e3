using System.Collections.Immutable;

namespace AmiGovernance.Core.Governance.Facts;

/// <param name="Codes">That a launch may have that Allowed AMIs blocks.</param>
/// <param name="Remark">How well that is known.</param>
public sealed record BlockedLaunch(ImmutableArray<string> Codes, string Remark)
{
    public static readonly BlockedLaunch Assumed = new(
        AwsFacts.BlockedLaunch.Value,
        "AWS does not document the code of a denial by an EC2 policy; this one fits"
    );
}
