using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Organizations;

/// <summary>Trusted access, delegated administrators, and the policy that delegates the management of policies.</summary>
internal sealed class DelegationCalls(SandboxWorld world) : IService
{
    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["EnableAWSServiceAccess"] = call => Do(() => world.TrustedServices.Add(Service(call))),
            ["DisableAWSServiceAccess"] = call => Do(() => world.TrustedServices.Remove(Service(call))),
            ["RegisterDelegatedAdministrator"] = Register,
            ["DeregisterDelegatedAdministrator"] = Deregister,
            ["PutResourcePolicy"] = Put,
            ["DescribeResourcePolicy"] = _ => Shape(Policy()),
            ["DeleteResourcePolicy"] = _ => Do(Delete),
        };

    private JsonObject? Do(Action change)
    {
        change();
        world.Changes++;
        return null;
    }

    private static string Service(SandboxCall call)
    {
        var service = call.Input.Required("ServicePrincipal");
        return service.EndsWith(".amazonaws.com", StringComparison.Ordinal)
            ? service
            : throw OrganizationErrors.InvalidInput(
                "UNRECOGNIZED_SERVICE_PRINCIPAL",
                "You specified an unrecognized service principal."
            );
    }

    private JsonObject? Register(SandboxCall call)
    {
        var (account, service) = (Account(call), Service(call));
        CheckMayAdminister(account, service);
        if (!world.DelegatedAdministrators.Add((account.Id, service)))
            throw new SandboxException(
                "AccountAlreadyRegisteredException",
                "The specified account is already a delegated administrator for this AWS service."
            );
        world.Changes++;
        return null;
    }

    private OrganizationAccount Account(SandboxCall call) =>
        world.Lookup.Account(call.Input.Required("AccountId")) ?? throw OrganizationErrors.NoAccount();

    private void CheckMayAdminister(OrganizationAccount account, string service)
    {
        if (world.IsManagement(account.Id))
            throw OrganizationErrors.Constraint(
                "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR",
                "You can't register the management account as a delegated administrator."
            );
        if (account.State != AccountState.Active)
            throw OrganizationErrors.Constraint(
                "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR",
                "You can't register a suspended account as a delegated administrator."
            );
        if (!world.TrustedServices.Contains(service))
            throw OrganizationErrors.Constraint(
                "SERVICE_ACCESS_NOT_ENABLED",
                "You must enable service access before you register a delegated administrator."
            );
    }

    private JsonObject? Deregister(SandboxCall call)
    {
        var isAccount = AccountId.TryParse(call.Input.Required("AccountId"), out var account);
        var service = Service(call);
        if (!isAccount || !world.DelegatedAdministrators.Remove((account, service)))
            throw OrganizationErrors.NotRegistered();
        world.Changes++;
        return null;
    }

    private JsonObject Put(SandboxCall call)
    {
        var content = call.Input.Required("Content");
        DelegationPolicy.Check(content);
        world.ResourcePolicy = content;
        world.Changes++;
        return Shape(content);
    }

    private void Delete()
    {
        Policy();
        world.ResourcePolicy = null;
    }

    private string Policy() =>
        world.ResourcePolicy
        ?? throw new SandboxException("ResourcePolicyNotFoundException", "We can't find a resource policy.");

    private JsonObject Shape(string content)
    {
        var organization = world.Organization;
        var id = $"rp-{organization.Id[2..]}";
        var arn = Arns.Organizations(organization.ManagementAccount, $"resourcepolicy/{organization.Id}/{id}");
        return new JsonObject
        {
            ["ResourcePolicy"] = new JsonObject
            {
                ["ResourcePolicySummary"] = new JsonObject { ["Id"] = id, ["Arn"] = arn },
                ["Content"] = content,
            },
        };
    }
}
