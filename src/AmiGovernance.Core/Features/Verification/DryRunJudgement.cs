using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>
/// What the answer to a dry run shows of our service control policy. Only a denial that is ours fulfils an expected denial.
/// </summary>
internal sealed class DryRunJudgement(PlaceUnderTest test, DryRunAttempt attempt, bool expectsDenial)
{
    /// <param name="IsOurs">Null when it could not be found out.</param>
    /// <param name="Note">How it was found out; empty when AWS says it.</param>
    private sealed record DenyingPolicy(string Name, bool? IsOurs, string Note);

    public VerificationLine Of(VerificationLine line, CallAnswer answer)
    {
        var answered = line with { Answer = answer };
        var read = AnswerReading.Read(attempt.Action, answer);
        return read.Verdict switch
        {
            AnswerVerdict.Allowed => Allowed(answered),
            AnswerVerdict.Denied => Denied(answered, read),
            _ => answered.Judged(LineResult.NotChecked, $"no decision: {answer.Code}", WhyUnclear(answer)),
        };
    }

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

    private VerificationLine Allowed(VerificationLine line) =>
        line.Judged(expectsDenial ? LineResult.NotAsExpected : LineResult.AsExpected, "allowed");

    private VerificationLine Denied(VerificationLine line, ReadAnswer read)
    {
        if (read.IsByAnotherKind)
            return DeniedByAnotherKind(line, read);
        if (read.IsMissingAllow)
            return line.Judged(
                expectsDenial ? LineResult.NotChecked : LineResult.NotAsExpected,
                "no service control policy allows it",
                "a policy of somebody else lacks an allow; it is not ours"
            );

        var policy = Denying(read.PolicyId);
        return expectsDenial
            ? DeniedAsExpected(line, policy)
            : line.Judged(LineResult.NotAsExpected, $"denied by {policy.Name}", policy.Note);
    }

    private VerificationLine DeniedByAnotherKind(VerificationLine line, ReadAnswer read)
    {
        var article = read.PolicyKind.StartsWith("identity", StringComparison.Ordinal) ? "an" : "a";
        var why = read.IsExplicit
            ? "the denial is not ours, so it shows nothing of our policies"
            : $"the caller needs the IAM action ec2:{attempt.Action}; without it the call shows nothing of our policies";
        return line.Judged(LineResult.NotChecked, $"denied by {article} {read.PolicyKind}", why);
    }

    private static VerificationLine DeniedAsExpected(VerificationLine line, DenyingPolicy policy) =>
        policy.IsOurs switch
        {
            true => line.Judged(LineResult.AsExpected, $"denied by {policy.Name}", policy.Note),
            false => line.Judged(
                LineResult.NotChecked,
                $"denied, but by another policy: {policy.Name}",
                "AWS names one policy only, so this does not show whether ours denies too"
            ),
            null => line.Judged(
                LineResult.NotChecked,
                $"denied by {policy.Name}",
                "whether it is ours could not be found out"
            ),
        };

    /// <param name="id">As AWS names it. Older answers name no policy (IAM user guide): then those that were read decide.</param>
    private DenyingPolicy Denying(string id)
    {
        if (id.Length > 0)
            return new DenyingPolicy(NameOf(id), test.Deployed?.IsOurs(id), "");

        var call = test.Expected.Call(attempt.Action, test.Place, attempt.Image, test.PrincipalArn);
        return test.Deployed?.DeniedBy(call) is { } policy
            ? new DenyingPolicy(
                NameOf(policy.Id),
                test.Deployed.IsOurs(policy.Id),
                "AWS names no policy; by the policies that are attached it is this one"
            )
            : new DenyingPolicy("a policy that AWS does not name", null, "");
    }

    private string NameOf(string id) => test.Deployed?.NameOf(id) is { } name ? $"{name} ({id})" : id;
}
