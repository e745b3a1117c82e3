using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>
/// What the answer to a dry run shows of our service control policy.
/// </summary>
internal sealed class DryRunJudgement(PlaceUnderTest test, DryRunAttempt attempt, bool expectsDenial, KnownFacts facts)
{
    public VerificationLine Of(VerificationLine line, CallAnswer answer)
    {
        var answered = line with { Answer = answer };
        var read = AnswerReading.Read(attempt.Action, answer);
        return read.Verdict switch
        {
            AnswerVerdict.Allowed => Allowed(answered),
            AnswerVerdict.Denied => new DenialJudgement(test, attempt.Action, attempt.Image, expectsDenial).Of(
                answered,
                read
            ),
            _ when IsByDeclarative(answer) => answered.Judged(
                expectsDenial ? LineResult.NotChecked : LineResult.NotAsExpected,
                $"refused by the EC2 policy: {answer.Code}",
                $"it answered first, and the service control policy was not asked{facts.DryRunShowsBoth.Remark}"
            ),
            _ => answered.Judged(LineResult.NotChecked, $"no decision: {answer.Code}", WhyUnclear(answer)),
        };
    }

    /// <summary>Where dry runs are measured to look at EC2 policies. An image that nobody sees may be missing for another reason.</summary>
    private bool IsByDeclarative(CallAnswer answer) =>
        facts.DryRunShowsBoth.Value
        && attempt.Action == TestedAction.RunInstances
        && test.Enforced
        && !answer.Code.EndsWith(AwsFacts.ImageNotFound, StringComparison.Ordinal)
        && facts.BlockedLaunch.Codes.Any(code => answer.Code.EndsWith(code, StringComparison.Ordinal));

    /// <summary>
    /// An enforced policy hides images; whether EC2 looks for the image before it asks the service control policies is not
    /// documented.
    /// </summary>
    private string WhyUnclear(CallAnswer answer)
    {
        var mayBeHidden = attempt.Action == TestedAction.RunInstances && test.Enforced;
        return mayBeHidden && answer.Code.EndsWith(AwsFacts.ImageNotFound, StringComparison.Ordinal)
            ? "the EC2 policy may hide the image, or it is not shared with the account: then the service control policy is not asked; "
                + "an image of the account itself shows it"
            : "the call failed for another reason than a policy";
    }

    private VerificationLine Allowed(VerificationLine line)
    {
        if (expectsDenial && test.MayBeManagementAccount)
            return line.Judged(
                LineResult.NotChecked,
                "allowed",
                "whether this is the management account, which service control policies do not reach, could not be found out"
            );
        return line.Judged(expectsDenial ? LineResult.NotAsExpected : LineResult.AsExpected, "allowed");
    }
}
