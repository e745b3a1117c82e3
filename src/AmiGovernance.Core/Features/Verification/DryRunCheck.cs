using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>
/// The runbook's tests as dry runs. EC2 ends a dry run after authorization, so each shows the service control policy and
/// nothing of the declarative layer (EC2 API reference, "DryRun"), unless something else was measured.
/// </summary>
internal sealed class DryRunCheck(IDryRunner calls, KnownFacts facts)
{
    /// <summary>In the form of an image id, and nobody's: ModifyImageAttribute is authorized before it looks for the image.</summary>
    private const string NoImage = "ami-00000000000000000";

    /// <summary>
    /// The same for instances. Whether CreateImage is authorized before it looks for the instance is not documented; a denial shows it.
    /// </summary>
    private const string NoInstance = "i-00000000000000000";

    public const string NoneNotApproved =
        "no image of an owner that is not listed can be seen: an enforced policy hides them; name one with `--unapproved-image`";

    public const string NoneApproved =
        "no image of a listed owner is visible to the account; name one with `--approved-image`";

    public async Task Run(PlaceUnderTest test, CancellationToken cancel)
    {
        await Try(test, ApprovedLaunch(test), cancel);
        await Try(test, OtherLaunch(test), cancel);
        await TryCreation(test, cancel);
        await Try(test, Copy(test), cancel);
        await Try(test, Import(), cancel);
        await Try(test, Publication(test), cancel);
    }

    private static DryRunAttempt ApprovedLaunch(PlaceUnderTest test) =>
        Launch(ChecklistItem.ApprovedLaunches, "launch an approved image", test.Approved) with
        {
            WhyNoSubject = NoneApproved,
        };

    private static DryRunAttempt OtherLaunch(PlaceUnderTest test) =>
        Launch(ChecklistItem.OtherLaunches, "launch an image that is not approved", test.NotApproved) with
        {
            WhyNoSubject = NoneNotApproved,
            Denied = test.Enforced,
        };

    private static DryRunAttempt Launch(ChecklistItem item, string what, ChosenImage? image) =>
        new(item, TestedAction.RunInstances, what, image?.Id.Value)
        {
            Image = image?.Image.Facts,
            SubjectSource = image?.How ?? "",
        };

    private static DryRunAttempt Copy(PlaceUnderTest test) =>
        new(ChecklistItem.CopyAndImport, TestedAction.CopyImage, "copy an image", test.Approved?.Id.Value)
        {
            WhyNoSubject = "there is no approved image to copy",
        };

    private static DryRunAttempt Import() =>
        new(ChecklistItem.CopyAndImport, TestedAction.ImportImage, "import an image", "");

    private static DryRunAttempt Publication(PlaceUnderTest test) =>
        new(
            ChecklistItem.PublicSharing,
            TestedAction.ModifyImageAttribute,
            "make an image public",
            test.Own?.Id.Value ?? NoImage
        )
        {
            Image = test.Own?.Facts ?? new ImageFacts(test.Place.Account.Value, null),
        };

    private async Task TryCreation(PlaceUnderTest test, CancellationToken cancel)
    {
        var instance = test.Instances.Select(i => i.Id).Min(StringComparer.Ordinal);
        var creation = new DryRunAttempt(
            ChecklistItem.Creation,
            TestedAction.CreateImage,
            "create an image",
            instance ?? NoInstance
        );

        // An instance that is not there shows a denial, but never that the call is allowed.
        var showsNothing = instance is null && !test.IsManagementAccount && !ExpectsDenial(test, creation);
        if (!showsNothing)
        {
            await Try(test, creation, cancel);
            return;
        }

        test.Add(
            test.Line(creation.Item, EvidenceKind.DryRun, creation.What, "allowed")
                .Judged(
                    LineResult.NotApplicable,
                    "not tried",
                    "there is no instance to create an image from, and nothing to deny"
                )
        );
    }

    public async Task Try(PlaceUnderTest test, DryRunAttempt attempt, CancellationToken cancel) =>
        test.Add(await Answered(test, attempt, cancel));

    private async Task<VerificationLine> Answered(PlaceUnderTest test, DryRunAttempt attempt, CancellationToken cancel)
    {
        var expectsDenial = ExpectsDenial(test, attempt);
        var expected = expectsDenial ? "denied by our service control policy" : "allowed";
        var line = test.Line(attempt.Item, EvidenceKind.DryRun, attempt.What, expected) with
        {
            Subject = attempt.Subject ?? "",
            SubjectSource = attempt.SubjectSource,
        };

        if (test.IsManagementAccount)
            return (line with { Expected = "not governed" }).Judged(
                LineResult.NotApplicable,
                "not tried",
                "service control policies do not reach the management account"
            );
        if (attempt.Subject is null)
            return line.Unchecked(attempt.WhyNoSubject);
        if (test.Expected.Exempts(attempt.Action, test.Place, attempt.Image, test.PrincipalArn))
            return line.Unchecked(
                $"{test.PrincipalArn} is exempt from this deny, so its call shows nothing; use another role with `--role-name`"
            );

        var answer = await calls.DryRun(test.Place, new TestedCall(attempt.Action, attempt.Subject), cancel);
        return new DryRunJudgement(test, attempt, expectsDenial, facts).Of(line, answer);
    }

    private static bool ExpectsDenial(PlaceUnderTest test, DryRunAttempt attempt) =>
        !test.IsManagementAccount
        && (attempt.Denied ?? test.Expected.Denies(attempt.Action, test.Place, attempt.Image));
}
