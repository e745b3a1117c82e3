using System.Collections.Immutable;
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
            ["DeleteOrganizationalUnit"] = Delete,
            ["MoveAccount"] = Move,
        };

    private JsonObject Create(SandboxCall call)
    {
        var (parent, name) = (call.Input.Required("ParentId"), call.Input.Required("Name"));
        if (!world.Lookup.IsParent(parent))
            throw OrganizationErrors.NoParent();
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
        var organization = world.Organization;
        var unit = new OrganizationalUnit($"ou-{organization.RootId[2..]}-{world.NewId("", 8)}", name, parent);
        // Organizations user guide: FullAWSAccess is attached to what is new while service control policies are in use.
        ImmutableArray<PolicyAttachment> attached = organization.EnabledTypes.Contains(
            OrganizationPolicyType.ServiceControlPolicy
        )
            ? [new PolicyAttachment(unit.Id, OrganizationPolicy.FullAwsAccessId)]
            : [];
        world.Organization = organization with
        {
            Units = organization.Units.Add(unit),
            Attachments = organization.Attachments.AddRange(attached),
        };
        return new JsonObject { ["OrganizationalUnit"] = new OrganizationShapes(world, world.Organization).Unit(unit) };
    }

    private JsonObject? Delete(SandboxCall call)
    {
        var id = call.Input.Required("OrganizationalUnitId");
        var organization = world.Organization;
        var unit =
            organization.Units.FirstOrDefault(u => u.Id == id)
            ?? throw new SandboxException(
                "OrganizationalUnitNotFoundException",
                "We can't find an OU with the OrganizationalUnitId that you specified."
            );
        if (organization.Accounts.Any(a => a.ParentId == id) || organization.Units.Any(u => u.ParentId == id))
            throw new SandboxException(
                "OrganizationalUnitNotEmptyException",
                "The specified OU is not empty. Move all accounts to another root or to other OUs, remove all child OUs, and try the operation again."
            );
        world.Organization = organization with
        {
            Units = organization.Units.Remove(unit),
            Attachments = organization.Attachments.RemoveAll(a => a.TargetId == id),
        };
        return null;
    }

    private JsonObject? Move(SandboxCall call)
    {
        var (id, from, to) = (
            call.Input.Required("AccountId"),
            call.Input.Required("SourceParentId"),
            call.Input.Required("DestinationParentId")
        );
        var account = world.Lookup.Account(id) ?? throw OrganizationErrors.NoAccount();
        if (account.ParentId != from)
            throw new SandboxException(
                "SourceParentNotFoundException",
                "We can't find a source root or OU with the ParentId that you specified."
            );
        if (!world.Lookup.IsParent(to))
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
}
