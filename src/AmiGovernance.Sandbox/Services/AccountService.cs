using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Services;

/// <summary>AWS Account Management, as far as the alternate contacts of accounts go (Account Management API reference).</summary>
internal sealed class AccountService(SandboxWorld world, Guard guard) : IService
{
    private const string Kind = "alternate_contact";
    private const string Principal = "account.amazonaws.com";

    private static readonly string[] Types = ["BILLING", "OPERATIONS", "SECURITY"];

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["GetAlternateContact"] = Get,
            ["PutAlternateContact"] = Put,
            ["DeleteAlternateContact"] = Delete,
        };

    private static ResourceList Contacts(AccountId account) => new(Kind, account, null);

    private JsonObject Get(SandboxCall call)
    {
        var (account, type) = Asked(call);
        var found = world.Resources.Find(Contacts(account), type) ?? throw NotFound(type);
        return new JsonObject { ["AlternateContact"] = found.Body.DeepClone() };
    }

    private JsonObject? Put(SandboxCall call)
    {
        var (account, type) = Asked(call);
        var body = new JsonObject { ["AlternateContactType"] = type };
        foreach (var member in (string[])["EmailAddress", "Name", "PhoneNumber", "Title"])
            body[member] = call.Input.Required(member);
        world.Put(new SandboxResource(Contacts(account), type, body));
        return null;
    }

    private JsonObject? Delete(SandboxCall call)
    {
        var (account, type) = Asked(call);
        if (!world.Resources.Remove(Contacts(account), type))
            throw NotFound(type);
        world.Changes++;
        return null;
    }

    private static SandboxException NotFound(string type) =>
        new("ResourceNotFoundException", $"No contact of the {type} type exists.", 404);

    /// <summary>
    /// An account by its id is for the management account and delegated administrators, with trusted access, and never the caller's own if
    /// that is the management account (Account Management API reference, "GetAlternateContact").
    /// </summary>
    private (AccountId Account, string Type) Asked(SandboxCall call)
    {
        var type = call.Input.Required("AlternateContactType");
        if (!Types.Contains(type))
            throw new SandboxException("ValidationException", $"{type} is no type of alternate contact.");
        var management = world.Organization.ManagementAccount;
        if (call.Input.Text("AccountId") is not { } text)
        {
            guard.Authorize(call, Arns.Global("account", call.Account, "account"));
            return (call.Account, type);
        }
        if (!AccountId.TryParse(text, out var account) || account == management && call.Account == management)
            throw new SandboxException(
                "ValidationException",
                "The management account cannot specify its own AccountId."
            );
        guard.Authorize(call, Arns.Global("account", management, $"account/{world.Organization.Id}/{account}"));
        if (call.Account != management || !world.Organization.Accounts.Any(a => a.Id == account))
            throw new SandboxException("AccessDeniedException", "User is not authorized to access the account.", 403);
        if (!world.TrustedServices.Contains(Principal))
            throw new SandboxException(
                "AccessDeniedException",
                "User is not authorized: trusted access is not enabled for AWS Account Management.",
                403
            );
        return (account, type);
    }
}
