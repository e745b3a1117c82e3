namespace AmiGovernance.Core.Features.Verification;

/// <summary>
/// EC2's own marks on images, which show the declarative layer: `ImageAllowed` of DescribeImages in audit mode; enforced, images that
/// are not allowed are not shown (EC2 user guide, "Allowed AMIs").
/// </summary>
internal static class ImageMarkCheck
{
    private const string MarkedAllowed = "ImageAllowed is true";
    private const string MarkedNotAllowed = "ImageAllowed is false";

    public static void Run(PlaceUnderTest test)
    {
        test.Add(Approved(test, test.Approved));
        if (test.NotApproved is not { } other || !test.IsOwn(other))
            test.Add(NotApproved(test, test.NotApproved));
    }

    private static VerificationLine Approved(PlaceUnderTest test, ChosenImage? image)
    {
        var line = test.Line(
            ChecklistItem.ApprovedLaunches,
            EvidenceKind.ImageMark,
            "an approved image for Allowed AMIs",
            "allowed"
        ) with
        {
            Subject = image?.Id.Value ?? "",
        };
        if (image is null)
            return line.Unchecked(DryRunCheck.NoneApproved);
        if (image.IsVisible == false)
            return image.IsKnown
                ? line.Judged(LineResult.NotAsExpected, "hidden")
                : line.Judged(LineResult.NotChecked, "hidden", ChosenImage.SeenByNobody);

        return image.Image.Allowed switch
        {
            true => line.Judged(LineResult.AsExpected, MarkedAllowed),
            false => line.Judged(LineResult.NotAsExpected, MarkedNotAllowed),
            null => line.Judged(LineResult.AsExpected, "shown"),
        };
    }

    private static VerificationLine NotApproved(PlaceUnderTest test, ChosenImage? image)
    {
        var line = test.Line(
            ChecklistItem.OtherLaunches,
            EvidenceKind.ImageMark,
            "an image that is not approved, for Allowed AMIs",
            test.Enforced ? "hidden" : MarkedNotAllowed
        ) with
        {
            Subject = image?.Id.Value ?? "",
        };
        if (image is null)
            return line.Unchecked(DryRunCheck.NoneNotApproved);
        return image.IsVisible switch
        {
            true => Shown(line, test.Enforced, image.Image.Allowed),
            false => Hidden(line, image, test.Enforced),
            null => MarkedOnInstance(line, image.Image.Allowed),
        };
    }

    private static VerificationLine Shown(VerificationLine line, bool enforced, bool? allowed) =>
        (enforced, allowed) switch
        {
            (false, false) => line.Judged(LineResult.AsExpected, MarkedNotAllowed),
            (true, false) => line.Judged(LineResult.NotAsExpected, $"shown, {MarkedNotAllowed}"),
            (_, true) => line.Judged(LineResult.NotAsExpected, MarkedAllowed),
            (_, null) => line.Judged(LineResult.NotAsExpected, "shown without mark"),
        };

    private static VerificationLine Hidden(VerificationLine line, ChosenImage image, bool enforced)
    {
        if (!enforced)
            return line.Unchecked("the image is not visible to the account");
        if (image.WhyHiddenShowsNothing is { } why)
            return line.Judged(LineResult.NotChecked, "hidden", why);
        return line.Judged(
            LineResult.AsExpected,
            "hidden",
            "an image that is not shared with the account is hidden too"
        );
    }

    private static VerificationLine MarkedOnInstance(VerificationLine line, bool? allowed) =>
        allowed switch
        {
            true => line.Judged(LineResult.NotAsExpected, MarkedAllowed),
            false => line.Judged(
                LineResult.AsExpected,
                MarkedNotAllowed,
                "as the instance that was launched from it says"
            ),
            null => line.Judged(LineResult.NotAsExpected, "no mark"),
        };
}
