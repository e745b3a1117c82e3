using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>What is to become of a public image.</summary>
public enum ReviewDecision
{
    /// <summary>Nobody has decided yet.</summary>
    Open,

    /// <summary>Take `all` away, and let those in that are named instead.</summary>
    Private,

    /// <summary>Leave it public until a day.</summary>
    Keep,
}

/// <summary>What decisions are called in a review list.</summary>
internal static class ReviewDecisions
{
    public static readonly EnumNames<ReviewDecision> Names = new(
        (ReviewDecision.Open, "open"),
        (ReviewDecision.Private, "private"),
        (ReviewDecision.Keep, "keep")
    );
}
