using System.Text.Json.Nodes;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Organizations;

/// <summary>The tree of an organization, and who helps the management account with it.</summary>
internal sealed class StructureReads(SandboxWorld world) : OrganizationReads(world)
{
    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["DescribeOrganization"] = _ => new JsonObject { ["Organization"] = Shapes.Organization() },
            ["ListRoots"] = call => List(call, "Roots", [Now.RootId], _ => Shapes.Root()),
            ["ListAccounts"] = call => List(call, "Accounts", Now.Accounts, Shapes.Account),
            ["DescribeAccount"] = call => new JsonObject { ["Account"] = Shapes.Account(Account(call)) },
            ["ListAccountsForParent"] = call => List(call, "Accounts", Lookup.AccountsOf(Parent(call)), Shapes.Account),
            ["ListOrganizationalUnitsForParent"] = call =>
                List(call, "OrganizationalUnits", Lookup.UnitsOf(Parent(call)), Shapes.Unit),
            ["DescribeOrganizationalUnit"] = call => new JsonObject
            {
                ["OrganizationalUnit"] = Shapes.Unit(Unit(call)),
            },
            ["ListChildren"] = ListChildren,
            ["ListParents"] = ListParents,
            ["ListAWSServiceAccessForOrganization"] = ListServiceAccess,
            ["ListDelegatedAdministrators"] = ListAdministrators,
            ["ListDelegatedServicesForAccount"] = ListServices,
        };

    private OrganizationalUnit Unit(SandboxCall call) =>
        Lookup.Unit(call.Input.Required("OrganizationalUnitId"))
        ?? throw new SandboxException(
            "OrganizationalUnitNotFoundException",
            "We can't find an OU with the OrganizationalUnitId that you specified."
        );

    private string Parent(SandboxCall call)
    {
        var parent = call.Input.Required("ParentId");
        return Lookup.IsParent(parent) ? parent : throw OrganizationErrors.NoParent();
    }

    private JsonObject ListChildren(SandboxCall call)
    {
        var parent = Parent(call);
        var type = call.Input.Required("ChildType");
        var ids = type switch
        {
            "ACCOUNT" => Lookup.AccountsOf(parent).Select(a => a.Id.Value),
            "ORGANIZATIONAL_UNIT" => Lookup.UnitsOf(parent).Select(u => u.Id),
            _ => throw OrganizationErrors.InvalidInput("INVALID_ENUM", "You specified an invalid value for ChildType."),
        };
        return List(call, "Children", ids, id => new JsonObject { ["Id"] = id, ["Type"] = type });
    }

    private JsonObject ListParents(SandboxCall call)
    {
        var child = call.Input.Required("ChildId");
        var parent =
            Lookup.Account(child)?.ParentId
            ?? Lookup.Unit(child)?.ParentId
            ?? throw new SandboxException(
                "ChildNotFoundException",
                "We can't find an organizational unit (OU) or AWS account with the ChildId that you specified."
            );
        return List(
            call,
            "Parents",
            [parent],
            id => new JsonObject { ["Id"] = id, ["Type"] = id == Now.RootId ? "ROOT" : "ORGANIZATIONAL_UNIT" }
        );
    }

    private JsonObject ListServiceAccess(SandboxCall call) =>
        List(
            call,
            "EnabledServicePrincipals",
            World.TrustedServices,
            s => new JsonObject { ["ServicePrincipal"] = s, ["DateEnabled"] = OrganizationShapes.Founded }
        );

    private JsonObject ListAdministrators(SandboxCall call)
    {
        var service = call.Input.Text("ServicePrincipal");
        var ids = World
            .DelegatedAdministrators.Where(d => service is null || d.Service == service)
            .Select(d => d.Account)
            .Distinct();
        return List(
            call,
            "DelegatedAdministrators",
            ids.Select(Lookup.Account).OfType<OrganizationAccount>(),
            Shapes.Administrator
        );
    }

    private JsonObject ListServices(SandboxCall call)
    {
        var id = Account(call).Id;
        var services = World.DelegatedAdministrators.Where(d => d.Account == id).Select(d => d.Service).ToList();
        if (services.Count == 0)
            throw OrganizationErrors.NotRegistered();
        return List(
            call,
            "DelegatedServices",
            services,
            s => new JsonObject { ["ServicePrincipal"] = s, ["DelegationEnabledDate"] = OrganizationShapes.Founded }
        );
    }
}
