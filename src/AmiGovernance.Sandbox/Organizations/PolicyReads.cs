using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Organizations;

/// <summary>Policies, where they are attached, and what they come to.</summary>
internal sealed class PolicyReads(SandboxWorld world, Guard guard) : OrganizationReads(world)
{
    private static readonly string DeclarativeType = OrganizationPolicyType.DeclarativePolicyEc2.Name();

    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["ListPolicies"] = call => Policies(call, Now.Policies),
            ["ListPoliciesForTarget"] = ListForTarget,
            ["ListTargetsForPolicy"] = call => List(call, "Targets", Lookup.TargetsOf(Named(call).Id), Shapes.Target),
            ["DescribePolicy"] = call => new JsonObject { ["Policy"] = Shapes.Policy(Named(call)) },
            ["ListTagsForResource"] = ListTags,
            ["DescribeEffectivePolicy"] = DescribeEffective,
            ["ListAccountsWithInvalidEffectivePolicy"] = ListInvalid,
            ["ListEffectivePolicyValidationErrors"] = ListErrors,
        };

    private OrganizationPolicy Named(SandboxCall call) => Policy(call.Input.Required("PolicyId"));

    private JsonObject ListForTarget(SandboxCall call)
    {
        var target = Target(call.Input.Required("TargetId"));
        return Policies(call, [.. Lookup.AttachedTo(target).Select(Policy)]);
    }

    /// <summary>A page is cut before it is filtered, so that one can be empty and still have a next one, as AWS warns.</summary>
    private JsonObject Policies(SandboxCall call, IEnumerable<OrganizationPolicy> policies)
    {
        var type = OrganizationErrors.PolicyType(Now, call, "Filter");
        var page = Paging.Organizations.Of(call, policies);
        return new JsonObject
        {
            ["Policies"] = new JsonArray([.. page.Items.Where(p => p.Type == type).Select(Shapes.Summary)]),
            ["NextToken"] = page.NextToken,
        };
    }

    private JsonObject ListTags(SandboxCall call)
    {
        var id = call.Input.Required("ResourceId");
        var tags = id.StartsWith("p-", StringComparison.Ordinal)
            ? Policy(id).Tags
            : OrganizationTags.Of(World, Target(id));
        return List(call, "Tags", tags, t => new JsonObject { ["Key"] = t.Key, ["Value"] = t.Value });
    }

    private JsonObject DescribeEffective(SandboxCall call)
    {
        OrganizationErrors.CheckEffectiveType(Now, call);
        var target =
            Lookup.Account(call.Input.Text("TargetId") ?? call.Account.Value) ?? throw OrganizationErrors.NoTarget();
        var content =
            guard.Effective(target.Id).Merged.Json
            ?? throw new SandboxException(
                "EffectivePolicyNotFoundException",
                "If you ran this action on the management account, this policy type is not enabled. If you ran the action on a member account, the account doesn't have an effective policy of this type."
            );
        return new JsonObject
        {
            ["EffectivePolicy"] = new JsonObject
            {
                ["PolicyContent"] = content,
                ["LastUpdatedTimestamp"] = call.Now,
                ["TargetId"] = target.Id.Value,
                ["PolicyType"] = DeclarativeType,
            },
        };
    }

    private JsonObject ListInvalid(SandboxCall call)
    {
        OrganizationErrors.CheckEffectiveType(Now, call);
        var invalid = Now.Accounts.Where(a => !guard.Effective(a.Id).IsValid);
        var answer = List(call, "Accounts", invalid, Shapes.Account);
        answer["PolicyType"] = DeclarativeType;
        return answer;
    }

    private JsonObject ListErrors(SandboxCall call)
    {
        OrganizationErrors.CheckEffectiveType(Now, call);
        var account = Account(call).Id;
        var contributing = Contributing(account);
        var problems = guard.Effective(account).Problems;
        var answer = List(call, "EffectivePolicyValidationErrors", problems, problem => Error(problem, contributing));
        answer["AccountId"] = account.Value;
        answer["PolicyType"] = DeclarativeType;
        answer["Path"] = Shapes.Path(account.Value);
        answer["EvaluationTimestamp"] = call.Now;
        return answer;
    }

    /// <summary>The declarative policies that an account is under, the nearest first.</summary>
    private List<string> Contributing(AccountId account) =>
        [
            .. Lookup
                .Index.PathTo(account.Value)
                .Prepend(account.Value)
                .SelectMany(Lookup.AttachedTo)
                .Select(Policy)
                .Where(p => p.Type == OrganizationPolicyType.DeclarativePolicyEc2)
                .Select(p => p.Id)
                .Distinct(),
        ];

    private static JsonObject Error(Diagnostic problem, List<string> contributing)
    {
        var isMissing = problem.Message.Contains("missing", StringComparison.Ordinal);
        return new JsonObject
        {
            ["ErrorCode"] = isMissing ? "KEY_REQUIRED" : "INVALID_VALUE",
            ["ErrorMessage"] = problem.Message,
            ["PathToError"] = string.IsNullOrEmpty(problem.Location.Pointer) ? "/" : problem.Location.Pointer,
            ["ContributingPolicies"] = new JsonArray([.. contributing.Select(p => (JsonNode)p)]),
        };
    }
}
