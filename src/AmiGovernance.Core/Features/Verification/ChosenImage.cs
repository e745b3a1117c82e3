using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>An image for the tests of one place.</summary>
/// <param name="How">Where it comes from, for people.</param>
/// <param name="IsVisible">Whether DescribeImages shows it to the account; null when it was not asked.</param>
internal sealed record ChosenImage(SeenImage Image, string How, bool? IsVisible)
{
    public ImageId Id => Image.Id;
}
