using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>Says which policies AWS asks about a call, or does not, that the answer leaves out.</summary>
internal static class UnjudgedPolicies
{
    private const string SourceEndpoint = "aws:SourceVpce";

    /// <summary>By the kind of policy that AWS names in an error, and the option that takes its file.</summary>
    private static readonly (string Kind, string Option, Func<CompiledOthers, bool> IsGiven)[] Named =
    [
        ("permissions boundary", "--permissions-boundary", others => !others.Boundary.IsEmpty),
        ("session policy", "--session-policy", others => !others.Session.IsEmpty),
        ("VPC endpoint policy", "--endpoint-policy", HasEndpoint),
        ("identity-based policy", "--identity-policy", others => !others.Identity.IsEmpty),
    ];

    public static IEnumerable<string> Of(Ec2Call call, PolicySet policies)
    {
        if (call.Context.TryGetValue(SourceEndpoint, out var endpoint) && !HasEndpoint(policies.Others))
            yield return $"the policy of the VPC endpoint {endpoint}, through which the call came: give it with `--endpoint-policy FILE`";
        if (IsOpenToResourceControl(call, policies))
            yield return "the organization's resource control policies, which AWS does not let this caller list: give them with `--rcp FILE`";
        foreach (var file in policies.Others.Unjudged)
            yield return $"{file.Tree.Source.Path}: it singles out principals, which are not compared here";
    }

    /// <summary>Resource control policies that nobody read may deny the call; none denies a call to EC2.</summary>
    public static bool IsOpenToResourceControl(Ec2Call call, PolicySet policies) =>
        policies.LacksResourceControl && ResourceControlServices.Cover(call.Action);

    /// <summary>The policy that AWS named in its refusal, where it was not given.</summary>
    public static IEnumerable<string> Of(NamedRefusal? refusal, PolicySet policies) =>
        Named
            .Where(n => n.Kind == refusal?.PolicyKind && !n.IsGiven(policies.Others))
            .Select(n => $"the {n.Kind} that AWS named: give it with `{n.Option} FILE`");

    private static bool HasEndpoint(CompiledOthers others) => !others.Endpoint.IsEmpty || !others.Unjudged.IsEmpty;
}
