using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>
/// Real launches, the only calls that reach the declarative layer. An image that is not approved is tried only where it must be
/// refused. What was launched is ended at once, whatever happens.
/// </summary>
/// <param name="bag">Takes a report for each instance that could not be ended.</param>
internal sealed class LaunchCheck(ITestLauncher calls, LaunchJudgement judgement, TimeProvider time, DiagnosticBag bag)
{
    public async Task Run(PlaceUnderTest test, CancellationToken cancel)
    {
        test.Add(await Approved(test, cancel));
        if (test.Enforced)
            test.Add(await NotApproved(test, cancel));
    }

    private async Task<VerificationLine> Approved(PlaceUnderTest test, CancellationToken cancel)
    {
        var line = test.Line(
            ChecklistItem.ApprovedLaunches,
            EvidenceKind.Launch,
            "launch an approved image for real",
            "launched, and ended at once"
        );
        if (test.Approved is not { } image)
            return line.Unchecked("there is no approved image to launch");

        var launch = await Launch(test.Place, image.Id, cancel);
        var launched = line with { Subject = image.Id.Value, Answer = launch.Answer };
        return judgement.Approved(test, launched, image, launch);
    }

    private async Task<VerificationLine> NotApproved(PlaceUnderTest test, CancellationToken cancel)
    {
        var line = test.Line(
            ChecklistItem.OtherLaunches,
            EvidenceKind.Launch,
            "launch an image that is not approved for real",
            "refused"
        );
        if (test.MustBeRefused(out var whyNot) is not { } image)
            return line.Unchecked(whyNot);

        var launch = await Launch(test.Place, image.Id, cancel);
        var launched = line with { Subject = image.Id.Value, Answer = launch.Answer };
        return judgement.NotApproved(test, launched, image, launch);
    }

    private async Task<TriedLaunch> Launch(VerificationPlace place, ImageId image, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var token = string.Create(
            CultureInfo.InvariantCulture,
            $"amigov-{place.Account}-{image.Value[^8..]}-{time.GetUtcNow().UtcTicks:x}"
        );

        // Not cancelled from here on: what was launched must be known, and ended.
        var (answer, instance) = await calls.Launch(place, image, token, CancellationToken.None);
        var ended = instance is null || await End(place, instance);
        return new TriedLaunch(answer, instance, ended);
    }

    /// <summary>False with a report when the instance runs on.</summary>
    private async Task<bool> End(VerificationPlace place, string instance)
    {
        try
        {
            await calls.Terminate(place, instance, CancellationToken.None);
            return true;
        }
        catch (AwsException e)
        {
            // Places are tested at the same time.
            lock (bag)
                bag.Report(
                    VerificationDiagnostics.NotEnded,
                    SourceLocation.OfFile(SourceText.Missing("AWS")),
                    $"the instance `{instance}` in account {place.Account}, {place.Region}, could not be ended: {e.Failure.Summary}",
                    $"end it: {Terminating(place, instance)}"
                );
            return false;
        }
    }

    private static string Terminating(VerificationPlace place, string instance) =>
        SuggestedCommand.Of($"aws ec2 terminate-instances --region {place.Region.Value} --instance-ids {instance}");
}
