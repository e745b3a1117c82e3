using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Organizations;

/// <summary>Changing policies, their attachments and the types that are in use.</summary>
internal sealed class PolicyCalls(SandboxWorld world) : IService
{
    private readonly OrganizationPolicies policies = new(world);

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["EnablePolicyType"] = call => Switch(call, policies.EnableType),
            ["DisablePolicyType"] = call => Switch(call, policies.DisableType),
            ["CreatePolicy"] = call => new JsonObject
            {
                ["Policy"] = Shapes.Policy(
                    policies.Create(
                        call.Input.Required("Name"),
                        Type(call, "Type"),
                        call.Input.Text("Description") ?? "",
                        call.Input.Required("Content"),
                        call.Input.Tags("Tags")
                    )
                ),
            },
            ["UpdatePolicy"] = call => new JsonObject
            {
                ["Policy"] = Shapes.Policy(
                    policies.Update(
                        call.Input.Required("PolicyId"),
                        call.Input.Text("Name"),
                        call.Input.Text("Description"),
                        call.Input.Text("Content")
                    )
                ),
            },
            ["DeletePolicy"] = call => Do(() => policies.Delete(call.Input.Required("PolicyId"))),
            ["AttachPolicy"] = call =>
                Do(() => policies.Attach(call.Input.Required("PolicyId"), call.Input.Required("TargetId"))),
            ["DetachPolicy"] = call =>
                Do(() => policies.Detach(call.Input.Required("PolicyId"), call.Input.Required("TargetId"))),
            ["TagResource"] = call =>
                Do(() => Tag(call.Input.Required("ResourceId"), tags => tags.SetItems(call.Input.Tags("Tags")))),
            ["UntagResource"] = call =>
                Do(() => Tag(call.Input.Required("ResourceId"), tags => tags.RemoveRange(call.Input.Texts("TagKeys")))),
        };

    private OrganizationShapes Shapes => new(world, world.Organization);

    /// <summary>AWS answers these calls with 200 and an empty body.</summary>
    private static JsonObject? Do(Action change)
    {
        change();
        return null;
    }

    private JsonObject Switch(SandboxCall call, Action<string, OrganizationPolicyType> change)
    {
        change(call.Input.Required("RootId"), Type(call, "PolicyType"));
        return new JsonObject { ["Root"] = Shapes.Root() };
    }

    private OrganizationPolicyType Type(SandboxCall call, string name) =>
        OrganizationErrors.PolicyType(world.Organization, call, name)
        ?? throw new SandboxException(
            "PolicyTypeNotAvailableForOrganizationException",
            "The sandbox has no policies of this type."
        );

    private void Tag(
        string id,
        Func<ImmutableSortedDictionary<string, string>, ImmutableSortedDictionary<string, string>> change
    )
    {
        if (id.StartsWith("p-", StringComparison.Ordinal))
        {
            policies.SetTags(id, change);
            return;
        }
        policies.CheckTarget(id);
        OrganizationTags.Set(world, id, PolicyLimits.CheckTags(change(OrganizationTags.Of(world, id))));
    }
}
