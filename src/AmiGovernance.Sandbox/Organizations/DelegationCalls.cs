using System.Text.Json.Nodes;
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
            ["DescribeResourcePolicy"] = _ => Shape(world.ResourcePolicy ?? throw NoPolicy()),
            ["DeleteResourcePolicy"] = _ =>
                Do(() => world.ResourcePolicy = world.ResourcePolicy is null ? throw NoPolicy() : null),
        };

    private JsonObject? Do(Action change)
    {
        change();
        world.Changes++;
        return null;
    }

    private static string Service(SandboxCall call) =>
        call.Input.Required("ServicePrincipal") is var service
        && service.EndsWith(".amazonaws.com", StringComparison.Ordinal)
            ? service
            : throw OrganizationErrors.InvalidInput(
                "UNRECOGNIZED_SERVICE_PRINCIPAL",
                "You specified an unrecognized service principal."
            );

    private JsonObject? Register(SandboxCall call)
    {
        var (id, service) = (call.Input.Required("AccountId"), Service(call));
        if (world.Lookup.Account(id) is not { } account)
            throw new SandboxException("AccountNotFoundException", "You specified an account that doesn't exist.");
        if (account.Id == world.Organization.ManagementAccount)
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
        if (!world.DelegatedAdministrators.Add((id, service)))
            throw new SandboxException(
                "AccountAlreadyRegisteredException",
                "The specified account is already a delegated administrator for this AWS service."
            );
        world.Changes++;
        return null;
    }

    private JsonObject? Deregister(SandboxCall call)
    {
        if (!world.DelegatedAdministrators.Remove((call.Input.Required("AccountId"), Service(call))))
            throw new SandboxException(
                "AccountNotRegisteredException",
                "The specified account is not a delegated administrator for this AWS service."
            );
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

    private JsonObject Shape(string content)
    {
        var id = $"rp-{world.Organization.Id[2..]}";
        return new JsonObject
        {
            ["ResourcePolicy"] = new JsonObject
            {
                ["ResourcePolicySummary"] = new JsonObject
                {
                    ["Id"] = id,
                    ["Arn"] =
                        $"arn:aws:organizations::{world.Organization.ManagementAccount}:resourcepolicy/{world.Organization.Id}/{id}",
                },
                ["Content"] = content,
            },
        };
    }

    private static SandboxException NoPolicy() =>
        new("ResourcePolicyNotFoundException", "We can't find a resource policy.");
}
