using System.Text.Json.Nodes;
using AmiGovernance.Core.Identifiers;
using AmiGovernance.Core.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Organizations;

/// <summary>AWS Organizations in its protocol (`AWSOrganizationsV20161128`). The management account alone may call it, but for DescribeOrganization.</summary>
public sealed class OrganizationsService(SandboxWorld world)
{
    /// <summary>Organizations API reference: `MaxResults` is 1 to 20.</summary>
    private const int PageSize = 20;

    private readonly OrganizationPolicies policies = new(world);
    private readonly OrganizationShapes shapes = new(world);

    private Organization Now => world.Organization;

    public JsonObject? Answer(SandboxCall call, JsonInput input)
    {
        if (call.Operation != "DescribeOrganization" && call.Caller.AccountId != Now.ManagementAccount.Value)
            throw new SandboxException("AccessDeniedException", "You don't have permissions to access this resource.");
        call.RecordedRequest = input.Copy();
        return call.Operation switch
        {
            "DescribeOrganization" => new JsonObject { ["Organization"] = shapes.Organization() },
            "ListRoots" => input.Page("Roots", [Now.RootId], PageSize, _ => shapes.Root()),
            "ListAccounts" => input.Page("Accounts", Now.Accounts, PageSize, shapes.Account),
            "DescribeAccount" => new JsonObject { ["Account"] = shapes.Account(Now.Accounts.FirstOrDefault(a => a.Id.Value == input.Required("AccountId")) ?? throw new SandboxException("AccountNotFoundException", "You specified an account that doesn't exist.")) },
            "ListAccountsForParent" => input.Page("Accounts", Now.Accounts.Where(a => a.ParentId == Parent(input)), PageSize, shapes.Account),
            "ListOrganizationalUnitsForParent" => input.Page("OrganizationalUnits", Now.Units.Where(u => u.ParentId == Parent(input)), PageSize, shapes.Unit),
            "DescribeOrganizationalUnit" => new JsonObject { ["OrganizationalUnit"] = shapes.Unit(Now.Units.FirstOrDefault(u => u.Id == input.Required("OrganizationalUnitId")) ?? throw new SandboxException("OrganizationalUnitNotFoundException", "We can't find an OU with the OrganizationalUnitId that you specified.")) },
            "ListChildren" => Children(input),
            "ListParents" => Parents(input),
            "ListPolicies" => input.Page("Policies", Type(input, "Filter") is { } type ? Now.Policies.Where(p => p.Type == type) : [], PageSize, shapes.Summary),
            "ListPoliciesForTarget" => PoliciesForTarget(input),
            "ListTargetsForPolicy" => input.Page("Targets", Now.Attachments.Where(a => a.PolicyId == policies.Find(input.Required("PolicyId")).Id), PageSize, a => shapes.Target(a.TargetId)),
            "DescribePolicy" => new JsonObject { ["Policy"] = shapes.Policy(policies.Find(input.Required("PolicyId"))) },
            "ListTagsForResource" => input.Page("Tags", policies.Find(input.Required("ResourceId")).Tags, PageSize, t => new JsonObject { ["Key"] = t.Key, ["Value"] = t.Value }),
            "DescribeEffectivePolicy" => Effective(call, input),
            "ListAWSServiceAccessForOrganization" => input.Page("EnabledServicePrincipals", world.TrustedServices, PageSize, s => new JsonObject { ["ServicePrincipal"] = s, ["DateEnabled"] = world.Now.ToUnixTimeSeconds() }),
            "ListDelegatedAdministrators" => input.Page("DelegatedAdministrators", Now.Accounts.Where(a => world.DelegatedAdministrators.Contains((a.Id.Value, input.Text("ServicePrincipal") ?? ""))), PageSize, shapes.Account),
            "EnableAWSServiceAccess" => Do(() => world.TrustedServices.Add(input.Required("ServicePrincipal"))),
            "DisableAWSServiceAccess" => Do(() => world.TrustedServices.Remove(input.Required("ServicePrincipal"))),
            "RegisterDelegatedAdministrator" => Do(() => world.DelegatedAdministrators.Add((input.Required("AccountId"), input.Required("ServicePrincipal")))),
            "EnablePolicyType" => Switch(input, policies.EnableType),
            "DisablePolicyType" => Switch(input, policies.DisableType),
            "CreatePolicy" => Create(call, input),
            "UpdatePolicy" => new JsonObject { ["Policy"] = shapes.Policy(policies.Update(input.Required("PolicyId"), input.Text("Name"), input.Text("Description"), input.Text("Content"))) },
            "DeletePolicy" => Do(() => policies.Delete(input.Required("PolicyId"))),
            "AttachPolicy" => Do(() => policies.Attach(input.Required("PolicyId"), input.Required("TargetId"))),
            "DetachPolicy" => Do(() => policies.Detach(input.Required("PolicyId"), input.Required("TargetId"))),
            "TagResource" => Do(() => policies.Tag(input.Required("ResourceId"), input.Tags("Tags"))),
            "UntagResource" => Do(() => policies.Untag(input.Required("ResourceId"), input.Texts("TagKeys"))),
            _ => throw new SandboxException("UnsupportedOperation", $"The sandbox does not know organizations:{call.Operation}."),
        };
    }

    /// <summary>AWS answers these calls with 200 and an empty body.</summary>
    private JsonObject? Do(Action change)
    {
        change();
        world.Changes++;
        return null;
    }

    private JsonObject Switch(JsonInput input, Action<string, OrganizationPolicyType> change)
    {
        change(input.Required("RootId"), Type(input, "PolicyType") ?? throw new SandboxException("PolicyTypeNotAvailableForOrganizationException", "The sandbox has no policies of this type."));
        return new JsonObject { ["Root"] = shapes.Root() };
    }

    private JsonObject Create(SandboxCall call, JsonInput input)
    {
        var type = Type(input, "Type") ?? throw new SandboxException("PolicyTypeNotAvailableForOrganizationException", "The sandbox has no policies of this type.");
        var created = shapes.Policy(policies.Create(input.Required("Name"), type, input.Text("Description") ?? "", input.Required("Content"), input.Tags("Tags")));
        call.RecordedResponse = new JsonObject { ["policy"] = created.DeepClone() };
        return new JsonObject { ["Policy"] = created };
    }

    private JsonObject PoliciesForTarget(JsonInput input)
    {
        var target = input.Required("TargetId");
        policies.CheckTarget(target);
        var type = Type(input, "Filter");
        return input.Page("Policies", Now.Attachments.Where(a => a.TargetId == target).Select(a => policies.Find(a.PolicyId)).Where(p => p.Type == type), PageSize, shapes.Summary);
    }

    private JsonObject Effective(SandboxCall call, JsonInput input)
    {
        if (input.Required("PolicyType") != OrganizationPolicyType.DeclarativePolicyEc2.Name())
            throw new SandboxException("InvalidInputException", "You specified an invalid policy type.") { Reason = "INVALID_ENUM_POLICY_TYPE" };
        var target = input.Text("TargetId") ?? call.Caller.AccountId;
        if (!AccountId.IsValid(target) || Now.Account(AccountId.Parse(target)) is null) throw new SandboxException("TargetNotFoundException", "We can't find an account with the TargetId that you specified.");
        return EffectivePolicies.ForAccount(Now, AccountId.Parse(target)) is not { } content
            ? throw new SandboxException("EffectivePolicyNotFoundException", "If you ran this action on the management account, this policy type is not enabled. If you ran the action on a member account, the account doesn't have an effective policy of this type.")
            : new JsonObject
            {
                ["EffectivePolicy"] = new JsonObject
                {
                    ["PolicyContent"] = content,
                    ["LastUpdatedTimestamp"] = world.Now.ToUnixTimeSeconds(),
                    ["TargetId"] = target,
                    ["PolicyType"] = OrganizationPolicyType.DeclarativePolicyEc2.Name(),
                },
            };
    }

    private JsonObject Children(JsonInput input)
    {
        var parent = Parent(input);
        var accounts = input.Required("ChildType") == "ACCOUNT";
        var ids = accounts ? Now.Accounts.Where(a => a.ParentId == parent).Select(a => a.Id.Value) : Now.Units.Where(u => u.ParentId == parent).Select(u => u.Id);
        return input.Page("Children", ids, PageSize, id => new JsonObject { ["Id"] = id, ["Type"] = accounts ? "ACCOUNT" : "ORGANIZATIONAL_UNIT" });
    }

    private JsonObject Parents(JsonInput input)
    {
        var child = input.Required("ChildId");
        var parent = Now.Accounts.FirstOrDefault(a => a.Id.Value == child)?.ParentId ?? Now.Units.FirstOrDefault(u => u.Id == child)?.ParentId
            ?? throw new SandboxException("ChildNotFoundException", "We can't find an organizational unit (OU) or AWS account with the ChildId that you specified.");
        return input.Page("Parents", [parent], PageSize, id => new JsonObject { ["Id"] = id, ["Type"] = id == Now.RootId ? "ROOT" : "ORGANIZATIONAL_UNIT" });
    }

    private string Parent(JsonInput input)
    {
        var parent = input.Required("ParentId");
        return parent == Now.RootId || Now.Units.Any(u => u.Id == parent) ? parent : throw new SandboxException("ParentNotFoundException", "We can't find a root or OU with the ParentId that you specified.");
    }

    /// <summary>Null for the types of policy that say nothing about images: the sandbox holds none of them.</summary>
    private static OrganizationPolicyType? Type(JsonInput input, string name)
    {
        var text = input.Required(name);
        if (text.EndsWith("_POLICY", StringComparison.Ordinal) || text == OrganizationPolicyType.DeclarativePolicyEc2.Name()) return OrganizationPolicyTypes.FromName(text);
        throw new SandboxException("InvalidInputException", "You specified an invalid policy type.") { Reason = "INVALID_ENUM_POLICY_TYPE" };
    }
}
