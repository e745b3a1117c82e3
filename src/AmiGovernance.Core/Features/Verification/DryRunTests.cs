using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>
/// The runbook's tests as dry runs. EC2 ends a dry run after authorization, so each shows the service control policy and
/// nothing of the declarative layer (EC2 API reference, "DryRun").
/// </summary>
internal sealed class DryRunTests(IVerificationCalls calls)
{
    /// <summary>In the form of an image id, and nobody's: ModifyImageAttribute is authorized before it looks for the image.</summary>
    private const string NoImage = "ami-00000000000000000";

    /// <summary>The same for instances. Whether CreateImage is authorized before it looks for the instance is not documented; a denial shows it.</summary>
    private const string NoInstance = "i-00000000000000000";

    public async Task Run(PlaceUnderTest test, CancellationToken cancel)
    {
        await LaunchOf(
            test,
            test.Approved,
            ChecklistItem.ApprovedLaunches,
            "launch an approved image",
            "no image of a listed owner is visible to the account; name one with `--approved-image`",
            cancel
        );
        await LaunchOf(
            test,
            test.NotApproved,
            ChecklistItem.OtherLaunches,
            "launch an image that is not approved",
            "no image of an owner that is not listed can be seen: an enforced policy hides them; name one with `--unapproved-image`",
            cancel
        );
        await Creation(test, cancel);
        await Try(
            test,
            ChecklistItem.CopyAndImport,
            TestedAction.CopyImage,
            "copy an image",
            test.Approved?.Id,
            "there is no approved image to copy",
            null,
            cancel
        );
        await Try(test, ChecklistItem.CopyAndImport, TestedAction.ImportImage, "import an image", "", "", null, cancel);
        await Try(
            test,
            ChecklistItem.PublicSharing,
            TestedAction.ModifyImageAttribute,
            "make an image public",
            test.Own?.Id ?? NoImage,
            "",
            test.Own?.Facts ?? new ImageFacts(test.Place.Account.Value, null),
            cancel
        );
    }

    private async Task Creation(PlaceUnderTest test, CancellationToken cancel)
    {
        const string what = "create an image";
        var instance = test.Instances.Select(i => i.Id).Min(StringComparer.Ordinal);
        if (
            instance is null
            && !test.IsManagementAccount
            && !test.Expected.Denies(TestedAction.CreateImage, test.Place, null)
        )
            test.Add(
                test.Line(ChecklistItem.Creation, EvidenceKind.DryRun, what, "allowed") with
                {
                    Result = LineResult.NotApplicable,
                    Actual = "not tried",
                    Note = "there is no instance to create an image from, and nothing to deny",
                }
            );
        else
            await Try(
                test,
                ChecklistItem.Creation,
                TestedAction.CreateImage,
                what,
                instance ?? NoInstance,
                "",
                null,
                cancel
            );
    }

    private Task LaunchOf(
        PlaceUnderTest test,
        ChosenImage? image,
        ChecklistItem item,
        string what,
        string missing,
        CancellationToken cancel
    ) =>
        Try(
            test,
            item,
            TestedAction.RunInstances,
            what,
            image?.Id,
            missing,
            image?.Image.Facts,
            cancel,
            item == ChecklistItem.OtherLaunches ? test.Enforced : null,
            image?.How ?? ""
        );

    /// <param name="subject">Null when there is nothing to try it with.</param>
    /// <param name="denied">Whether a denial is expected; null for what the configuration gives.</param>
    public async Task Try(
        PlaceUnderTest test,
        ChecklistItem item,
        TestedAction action,
        string what,
        string? subject,
        string missing,
        ImageFacts? image,
        CancellationToken cancel,
        bool? denied = null,
        string source = ""
    )
    {
        var expectDenial = !test.IsManagementAccount && (denied ?? test.Expected.Denies(action, test.Place, image));
        var line = test.Line(
            item,
            EvidenceKind.DryRun,
            what,
            expectDenial ? "denied by our service control policy" : "allowed"
        ) with
        {
            Subject = subject ?? "",
            SubjectSource = source,
        };
        if (test.IsManagementAccount)
            test.Add(
                line with
                {
                    Expected = "not governed",
                    Result = LineResult.NotApplicable,
                    Actual = "not tried",
                    Note = "service control policies do not reach the management account",
                }
            );
        else if (subject is null)
            test.Unchecked(line, missing);
        else if (test.Expected.Exempts(action, test.Place, image, test.PrincipalArn))
            test.Unchecked(
                line,
                $"{test.PrincipalArn} is exempt from this deny, so its call shows nothing; use another role with `--role-name`"
            );
        else
            test.Add(
                Judge(
                    test,
                    line,
                    action,
                    image,
                    expectDenial,
                    await calls.DryRun(test.Place, new TestedCall(action, subject), cancel)
                )
            );
    }

    private static VerificationLine Judge(
        PlaceUnderTest test,
        VerificationLine line,
        TestedAction action,
        ImageFacts? image,
        bool expectDenial,
        CallAnswer answer
    )
    {
        var read = AnswerReading.Read(action, answer);
        VerificationLine Found(LineResult result, string actual, string note = "") =>
            line with
            {
                Result = result,
                Actual = actual,
                Answer = answer,
                Note = note.Length > 0 ? note : line.Note,
            };
        if (read.Verdict == AnswerVerdict.Unclear)
            return Found(LineResult.NotChecked, $"no decision: {answer.Code}", WhyUnclear(test, action, answer));
        if (read.Verdict == AnswerVerdict.Allowed)
            return Found(expectDenial ? LineResult.NotAsExpected : LineResult.AsExpected, "allowed");
        if (read.PolicyKind.Length > 0 && read.PolicyKind != ReadAnswer.ServiceControlPolicy)
            return Found(
                LineResult.NotChecked,
                $"denied by {(read.PolicyKind.StartsWith("identity", StringComparison.Ordinal) ? "an" : "a")} {read.PolicyKind}",
                read.IsExplicit
                    ? "the denial is not ours, so it shows nothing of our policies"
                    : $"the caller needs the IAM action ec2:{action}; without it the call shows nothing of our policies"
            );
        if (read.PolicyKind.Length > 0 && !read.IsExplicit)
            return Found(
                expectDenial ? LineResult.NotChecked : LineResult.NotAsExpected,
                "no service control policy allows it",
                "a policy of somebody else lacks an allow; it is not ours"
            );
        var (id, byUs) =
            read.PolicyId.Length > 0
                ? (read.PolicyId, test.Deployed?.IsOurs(read.PolicyId))
                : OurGuess(test, action, image);
        var name =
            test.Deployed?.NameOf(id) is { } known ? $"{known} ({id})"
            : id.Length > 0 ? id
            : "a policy that AWS does not name";
        var guessed =
            read.PolicyId.Length == 0 && id.Length > 0
                ? "AWS names no policy; by the policies that are attached it is this one"
                : "";
        if (!expectDenial)
            return Found(LineResult.NotAsExpected, $"denied by {name}", guessed);
        return byUs switch
        {
            true => Found(LineResult.AsExpected, $"denied by {name}", guessed),
            false => Found(
                LineResult.NotChecked,
                $"denied, but by another policy: {name}",
                "AWS names one policy only, so this does not show whether ours denies too"
            ),
            null => Found(LineResult.NotChecked, $"denied by {name}", "whether it is ours could not be found out"),
        };
    }

    /// <summary>An enforced policy hides images; whether EC2 looks for the image before it asks the service control policies is not documented.</summary>
    private static string WhyUnclear(PlaceUnderTest test, TestedAction action, CallAnswer answer) =>
        action == TestedAction.RunInstances
        && test.Enforced
        && answer.Code.EndsWith("InvalidAMIID.NotFound", StringComparison.Ordinal)
            ? "the EC2 policy may hide the image, or it is not shared with the account: then the service control policy is not asked; an image of the account itself shows it"
            : "the call failed for another reason than a policy";

    /// <summary>Older answers name no policy (IAM user guide): then the policies that were read decide whose it is.</summary>
    private static (string Id, bool? ByUs) OurGuess(PlaceUnderTest test, TestedAction action, ImageFacts? image) =>
        test.Deployed?.DeniedBy(test.Expected.Call(action, test.Place, image, test.PrincipalArn)) is { } policy
            ? (policy.Id, test.Deployed.IsOurs(policy.Id))
            : ("", null);
}
