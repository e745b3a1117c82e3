using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>A launch that was tried.</summary>
/// <param name="InstanceId">Null when nothing was launched.</param>
/// <param name="Ended">Whether nothing runs on.</param>
internal sealed record TriedLaunch(CallAnswer Answer, string? InstanceId, bool Ended);

/// <summary>What the answer to a real launch shows.</summary>
/// <param name="blocked">By which errors the declarative layer is known.</param>
internal sealed class LaunchJudgement(BlockedLaunch blocked)
{
    private const string ServiceControlFirst =
        "service control policies answer first; in the management account, which they do not reach, "
        + "the same launch shows the declarative layer";

    /// <summary>Of an image that must launch.</summary>
    public VerificationLine Approved(PlaceUnderTest test, VerificationLine line, ChosenImage image, TriedLaunch launch)
    {
        if (launch.InstanceId is not null)
            return line.Judged(launch.Ended ? LineResult.AsExpected : LineResult.NotAsExpected, Launched(launch));
        if (Denial(launch.Answer) is { } denial)
            return new DenialJudgement(test, TestedAction.RunInstances, image.Image.Facts, expectsDenial: false).Of(
                line,
                denial
            );
        if (IsNotFound(launch.Answer) && !image.IsKnown)
            return line.Judged(LineResult.NotChecked, Refused(launch), ChosenImage.SeenByNobody);

        return MayBeDeclarative(launch.Answer)
            ? line.Judged(LineResult.NotAsExpected, Refused(launch))
            : Undecided(line, launch.Answer);
    }

    /// <summary>Of an image that must be refused.</summary>
    public VerificationLine NotApproved(
        PlaceUnderTest test,
        VerificationLine line,
        ChosenImage image,
        TriedLaunch launch
    )
    {
        if (launch.InstanceId is not null)
            return line.Judged(LineResult.NotAsExpected, Launched(launch));
        if (Denial(launch.Answer) is { } denial)
            return ByAuthorization(test, line, image, denial);

        var message = test.Expected.Policies.Declarative.ExceptionMessage;
        if (message is not null && launch.Answer.Message.Contains(message, StringComparison.Ordinal))
            return line.Judged(LineResult.AsExpected, "refused with the message of the EC2 policy");
        if (IsNotFound(launch.Answer) && image.WhyHiddenShowsNothing is { } why)
            return line.Judged(LineResult.NotChecked, Refused(launch), why);

        return MayBeDeclarative(launch.Answer)
            ? line.Judged(LineResult.AsExpected, Refused(launch), blocked.Remark)
            : Undecided(line, launch.Answer);
    }

    private static VerificationLine ByAuthorization(
        PlaceUnderTest test,
        VerificationLine line,
        ChosenImage image,
        ReadAnswer denial
    )
    {
        var judge = new DenialJudgement(test, TestedAction.RunInstances, image.Image.Facts, expectsDenial: true);
        var judged = judge.Of(line, denial);
        return judged.Result == LineResult.AsExpected
            ? judged.Judged(LineResult.AsExpected, "refused by authorization", ServiceControlFirst)
            : judged;
    }

    private static string Refused(TriedLaunch launch) => $"refused: {launch.Answer.Code}";

    private static string Launched(TriedLaunch launch)
    {
        var end = launch.Ended ? " and ended" : ", but not ended";
        return $"launched{end} ({launch.InstanceId})";
    }

    private static VerificationLine Undecided(VerificationLine line, CallAnswer answer) =>
        line.Judged(
            LineResult.NotChecked,
            $"no decision: {answer.Code}",
            "the call failed for another reason than a policy"
        );

    /// <summary>Null when it is no denial by authorization.</summary>
    private static ReadAnswer? Denial(CallAnswer answer)
    {
        var read = AnswerReading.Read(TestedAction.RunInstances, answer);
        return read.Verdict == AnswerVerdict.Denied ? read : null;
    }

    private static bool IsNotFound(CallAnswer answer) => EndsWithOne(AwsFacts.MissingImage.Value, answer);

    private bool MayBeDeclarative(CallAnswer answer) => EndsWithOne(blocked.Codes, answer);

    private static bool EndsWithOne(ImmutableArray<string> codes, CallAnswer answer) =>
        codes.Any(code => answer.Code.EndsWith(code, StringComparison.Ordinal));
}
