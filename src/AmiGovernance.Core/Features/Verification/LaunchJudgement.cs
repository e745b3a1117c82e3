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
    /// <summary>Of an image that must launch.</summary>
    public VerificationLine Approved(VerificationLine line, TriedLaunch launch)
    {
        if (launch.InstanceId is not null)
            return line.Judged(launch.Ended ? LineResult.AsExpected : LineResult.NotAsExpected, Launched(launch));

        return IsDenied(launch.Answer) || MayBeDeclarative(launch.Answer)
            ? line.Judged(LineResult.NotAsExpected, $"refused: {launch.Answer.Code}")
            : Undecided(line, launch.Answer);
    }

    /// <summary>Of an image that must be refused.</summary>
    /// <param name="message">Of our EC2 policy, which shows whose denial it is; null when it has none.</param>
    public VerificationLine NotApproved(VerificationLine line, TriedLaunch launch, string? message)
    {
        if (launch.InstanceId is not null)
            return line.Judged(LineResult.NotAsExpected, Launched(launch));
        if (IsDenied(launch.Answer))
            return line.Judged(
                LineResult.AsExpected,
                "refused by authorization",
                "service control policies answer first; in the management account, which they do not reach, "
                    + "the same launch shows the declarative layer"
            );
        if (message is not null && launch.Answer.Message.Contains(message, StringComparison.Ordinal))
            return line.Judged(LineResult.AsExpected, "refused with the message of the EC2 policy");

        return MayBeDeclarative(launch.Answer)
            ? line.Judged(LineResult.AsExpected, $"refused: {launch.Answer.Code}", blocked.Remark)
            : Undecided(line, launch.Answer);
    }

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

    private static bool IsDenied(CallAnswer answer) =>
        AnswerReading.Read(TestedAction.RunInstances, answer).Verdict == AnswerVerdict.Denied;

    private bool MayBeDeclarative(CallAnswer answer) =>
        blocked.Codes.Any(code => answer.Code.EndsWith(code, StringComparison.Ordinal));
}
