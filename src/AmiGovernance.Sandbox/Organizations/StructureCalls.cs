using System.Text.Json.Nodes;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Organizations;

/// <summary>Changing the tree: new organizational units, and accounts that move.</summary>
internal sealed class StructureCalls(SandboxWorld world) : IService
{
    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["CreateOrganizationalUnit"] = Create,
            ["MoveAccount"] = Move,
        };

    private JsonObject Create(SandboxCall call)
    {
        var (parent, name) = (call.Input.Required("ParentId"), call.Input.Required("Name"));
        if (!IsParent(parent))
            throw new SandboxException(
                "ParentNotFoundException",
                "We can't find a root or OU with the ParentId that you specified."
            );
        if (world.Lookup.UnitsOf(parent).Any(u => u.Name == name))
            throw new SandboxException(
                "DuplicateOrganizationalUnitException",
                "An OU with the same name already exists."
            );
        if (world.Lookup.Index.PathTo(parent).Length > Organization.MaximumDepth)
            throw OrganizationErrors.Constraint(
                "OU_DEPTH_LIMIT_EXCEEDED",
                "You attempted to create an OU tree that is too many levels deep."
            );
        var unit = new OrganizationalUnit($"ou-{world.Organization.RootId[2..]}-{world.NewId("", 8)}", name, parent);
        world.Organization = world.Organization with
        {
            Units = world.Organization.Units.Add(unit),
            Attachments = world.Organization.EnabledTypes.Contains(OrganizationPolicyType.ServiceControlPolicy)
                ? world.Organization.Attachments.Add(new PolicyAttachment(unit.Id, OrganizationPolicy.FullAwsAccessId))
                : world.Organization.Attachments,
        };
        return new JsonObject { ["OrganizationalUnit"] = new OrganizationShapes(world, world.Organization).Unit(unit) };
    }

    private JsonObject? Move(SandboxCall call)
    {
        var (id, from, to) = (
            call.Input.Required("AccountId"),
            call.Input.Required("SourceParentId"),
            call.Input.Required("DestinationParentId")
        );
        if (world.Lookup.Account(id) is not { } account)
            throw new SandboxException("AccountNotFoundException", "You specified an account that doesn't exist.");
        if (account.ParentId != from)
            throw new SandboxException(
                "SourceParentNotFoundException",
                "We can't find a source root or OU with the ParentId that you specified."
            );
        if (!IsParent(to))
            throw new SandboxException(
                "DestinationParentNotFoundException",
                "We can't find the destination container (a root or OU) with the ParentId that you specified."
            );
        if (from == to)
            throw new SandboxException(
                "DuplicateAccountException",
                "That account is already present in the specified destination."
            );
        world.Organization = world.Organization with
        {
            Accounts = world.Organization.Accounts.Replace(account, account with { ParentId = to }),
        };
        return null;
    }

    private bool IsParent(string id) => id == world.Organization.RootId || world.Lookup.Unit(id) is not null;
}
