using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>An image for the tests of one place.</summary>
/// <param name="How">Where it comes from, for people.</param>
/// <param name="IsVisible">Whether DescribeImages shows it to the account; null when it was not asked.</param>
internal sealed record ChosenImage(SeenImage Image, string How, bool? IsVisible)
{
    public const string SeenByNobody = "no account that was asked sees the image, so it may not exist";

    public ImageId Id => Image.Id;

    /// <summary>Whether some account saw it.</summary>
    public bool IsKnown => Image.Facts.OwnerId.Length > 0;

    /// <summary>Whether our service control policy denied its launch in this run: EC2 knows it then, though no account sees it.</summary>
    public bool WasDenied { get; init; }

    /// <summary>
    /// Why it shows nothing of a policy that the account does not see the image; null when it does: without a policy everybody sees a
    /// public image.
    /// </summary>
    public string? WhyHiddenShowsNothing
    {
        get
        {
            if (IsVisible is null || WasDenied || Image.Facts.IsPublic == true)
                return null;
            return IsKnown ? "the image is not public, and may not be shared with the account" : SeenByNobody;
        }
    }
}
