using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>
/// Real launches, the only calls that reach the declarative layer. An image that is not approved is tried only where it must be
/// refused. What was launched is ended at once, whatever happens.
/// </summary>
internal sealed class LaunchTests(IVerificationCalls calls, TimeProvider time, DiagnosticBag bag)
{
    /// <summary>AWS does not document the code of a launch that an EC2 policy blocks (docs/corrections.md).</summary>
    private static readonly string[] PossibleCodes =
    [
        "OperationNotPermitted",
        "InvalidAMIID.NotFound",
        "InvalidAMIID.Unavailable",
        "UnsupportedOperation",
    ];

    public async Task Run(PlaceUnderTest test, CancellationToken cancel)
    {
        var approved = test.Line(
            ChecklistItem.ApprovedLaunches,
            EvidenceKind.Launch,
            "launch an approved image for real",
            "launched, and ended at once"
        );
        if (test.Approved is { } image)
            test.Add(JudgeApproved(approved with { Subject = image.Id }, await Try(test.Place, image.Id, cancel)));
        else
            test.Unchecked(approved, "there is no approved image to launch");
        if (!test.Enforced || test.NotApproved is not { } other)
            return;
        var refused = test.Line(
            ChecklistItem.OtherLaunches,
            EvidenceKind.Launch,
            "launch an image that is not approved for real",
            "refused"
        ) with
        {
            Subject = other.Id,
        };
        test.Add(JudgeOther(test, refused, await Try(test.Place, other.Id, cancel)));
    }

    private sealed record Launched(CallAnswer Answer, string? InstanceId, bool Ended);

    private async Task<Launched> Try(VerificationPlace place, string imageId, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var token = string.Create(
            CultureInfo.InvariantCulture,
            $"amigov-{place.Account}-{imageId[^8..]}-{time.GetUtcNow().UtcTicks:x}"
        );
        // Not cancelled from here on: what was launched must be known, and ended.
        var (answer, started) = await calls.Launch(place, imageId, token, CancellationToken.None);
        if (started is not { } instance)
            return new Launched(answer, null, Ended: true);
        try
        {
            await calls.Terminate(place, instance, CancellationToken.None);
            return new Launched(answer, instance, Ended: true);
        }
        catch (AwsException e)
        {
            // Places are tested at the same time.
            lock (bag)
                bag.Report(
                    VerificationDiagnostics.NotEnded,
                    SourceLocation.OfFile(SourceText.Missing("AWS")),
                    $"the instance `{instance}` in account {place.Account}, {place.Region}, could not be ended: {e.Code}: {e.Message}",
                    $"end it: aws ec2 terminate-instances --region {place.Region} --instance-ids {instance}"
                );
            return new Launched(answer, instance, Ended: false);
        }
    }

    private static VerificationLine JudgeApproved(VerificationLine line, Launched launched)
    {
        line = line with { Answer = launched.Answer };
        if (launched.InstanceId is { } instance)
            return line with
            {
                Result = launched.Ended ? LineResult.AsExpected : LineResult.NotAsExpected,
                Actual = $"launched{(launched.Ended ? " and ended" : ", but not ended")} ({instance})",
            };
        return
            AnswerReading.Read(TestedAction.RunInstances, launched.Answer).Verdict == AnswerVerdict.Denied
            || IsDeclarative(launched.Answer, null)
            ? line with
            {
                Result = LineResult.NotAsExpected,
                Actual = $"refused: {launched.Answer.Code}",
            }
            : line with
            {
                Result = LineResult.NotChecked,
                Actual = $"no decision: {launched.Answer.Code}",
                Note = "the call failed for another reason than a policy",
            };
    }

    private static VerificationLine JudgeOther(PlaceUnderTest test, VerificationLine line, Launched launched)
    {
        line = line with { Answer = launched.Answer };
        if (launched.InstanceId is { } instance)
            return line with
            {
                Result = LineResult.NotAsExpected,
                Actual = $"launched{(launched.Ended ? " and ended" : ", but not ended")} ({instance})",
            };
        if (AnswerReading.Read(TestedAction.RunInstances, launched.Answer) is { Verdict: AnswerVerdict.Denied })
            return line with
            {
                Result = LineResult.AsExpected,
                Actual = "refused by authorization",
                Note =
                    "service control policies answer first; in the management account, which they do not reach, the same launch shows the declarative layer",
            };
        if (IsDeclarative(launched.Answer, test.Expected.Policies.Declarative.ExceptionMessage))
            return line with { Result = LineResult.AsExpected, Actual = "refused with the message of the EC2 policy" };
        return IsDeclarative(launched.Answer, null)
            ? line with
            {
                Result = LineResult.AsExpected,
                Actual = $"refused: {launched.Answer.Code}",
                Note = "AWS does not document the code of a denial by an EC2 policy; this one fits",
            }
            : line with
            {
                Result = LineResult.NotChecked,
                Actual = $"no decision: {launched.Answer.Code}",
                Note = "the call failed for another reason than a policy",
            };
    }

    /// <param name="message">The message of our policy, which shows whose denial it is; null for any code that could be one.</param>
    private static bool IsDeclarative(CallAnswer answer, string? message) =>
        message is not null
            ? answer.Message.Contains(message, StringComparison.Ordinal)
            : PossibleCodes.Any(c => answer.Code.EndsWith(c, StringComparison.Ordinal));
}
