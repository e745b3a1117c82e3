using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>
/// What a denial shows of our service control policy, in a dry run as in a real call. Only one that is ours fulfils an expected denial.
/// </summary>
/// <param name="test">Knows the policies.</param>
/// <param name="action">What was denied.</param>
/// <param name="image">Of a launch or of a change of permissions; null for calls that make an image.</param>
/// <param name="expectsDenial">Whether our policy must deny it.</param>
internal sealed class DenialJudgement(PlaceUnderTest test, TestedAction action, ImageFacts? image, bool expectsDenial)
{
    /// <param name="IsOurs">Null when it could not be found out.</param>
    /// <param name="Note">How it was found out; empty when AWS says it.</param>
    private sealed record DenyingPolicy(string Name, bool? IsOurs, string Note);

    public VerificationLine Of(VerificationLine line, ReadAnswer read)
    {
        if (read.IsByAnotherKind)
            return DeniedByAnotherKind(line, read);
        if (read.IsMissingAllow)
            return line.Judged(
                expectsDenial ? LineResult.NotChecked : LineResult.NotAsExpected,
                "no service control policy allows it",
                "a policy of somebody else lacks an allow; it is not ours"
            );

        if (test.IsManagementAccount)
            return line.Judged(
                LineResult.NotChecked,
                "refused by authorization",
                "service control policies do not reach the management account, so the denial is not ours"
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
            : $"the caller needs the IAM action ec2:{action}; without it the call shows nothing of our policies";
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

        var call = test.Expected.Call(action, test.Place, image, test.PrincipalArn);
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
