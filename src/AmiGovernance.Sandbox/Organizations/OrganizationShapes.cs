using System.Text.Json.Nodes;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Organizations;

/// <summary>The structures of the Organizations API, of one state of the organization.</summary>
internal sealed class OrganizationShapes(SandboxWorld world, Organization organization)
{
    /// <summary>Everything here is as old as the organization.</summary>
    public static readonly DateTimeOffset Founded = new(2023, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly OrganizationLookup lookup = world.Find(organization);

    private Organization Now => organization;

    private string Management => Now.ManagementAccount.Value;

    public JsonObject Organization() =>
        new()
        {
            ["Id"] = Now.Id,
            ["Arn"] = Own($"organization/{Now.Id}"),
            ["FeatureSet"] = "ALL",
            ["MasterAccountArn"] = Arn(Management),
            ["MasterAccountId"] = Management,
            ["MasterAccountEmail"] = Now.Account(Now.ManagementAccount)?.Email ?? "",
            ["AvailablePolicyTypes"] = new JsonArray(),
        };

    public JsonObject Root() =>
        new()
        {
            ["Id"] = Now.RootId,
            ["Arn"] = Arn(Now.RootId),
            ["Name"] = "Root",
            ["PolicyTypes"] = new JsonArray([
                .. Now.EnabledTypes.Select(t =>
                    (JsonNode)new JsonObject { ["Type"] = t.Name(), ["Status"] = "ENABLED" }
                ),
            ]),
        };

    public JsonObject Account(OrganizationAccount account) =>
        new()
        {
            ["Id"] = account.Id.Value,
            ["Arn"] = Arn(account.Id.Value),
            ["Email"] = account.Email,
            ["Name"] = account.Name,
            ["Status"] = Status(account.State),
            ["State"] = account.State.Name(),
            ["JoinedMethod"] = "CREATED",
            ["JoinedTimestamp"] = Founded,
            ["Paths"] = new JsonArray(Path(account.Id.Value)),
        };

    /// <summary>A delegated administrator is shown like an account, but for its place.</summary>
    public JsonObject Administrator(OrganizationAccount account)
    {
        var shape = Account(account);
        shape.Remove("Paths");
        shape["DelegationEnabledDate"] = Founded;
        return shape;
    }

    /// <summary>The older field knows fewer states.</summary>
    private static string Status(AccountState state) =>
        state switch
        {
            AccountState.PendingActivation => AccountState.Active.Name(),
            AccountState.Closed => AccountState.Suspended.Name(),
            _ => state.Name(),
        };

    public JsonObject Unit(OrganizationalUnit unit) =>
        new()
        {
            ["Id"] = unit.Id,
            ["Arn"] = Arn(unit.Id),
            ["Name"] = unit.Name,
            ["Path"] = Path(unit.Id),
        };

    public JsonObject Summary(OrganizationPolicy policy) =>
        new()
        {
            ["Id"] = policy.Id,
            // Of a policy that has just been made, the state that is shown may not know.
            ["Arn"] = PolicyArn(policy),
            ["Name"] = policy.Name,
            ["Description"] = policy.Description,
            ["Type"] = policy.Type.Name(),
            ["AwsManaged"] = policy.AwsManaged,
        };

    public JsonObject Policy(OrganizationPolicy policy) =>
        new() { ["PolicySummary"] = Summary(policy), ["Content"] = policy.Content };

    public JsonObject Target(string id)
    {
        var (name, type) = Named(id);
        return new JsonObject
        {
            ["TargetId"] = id,
            ["Arn"] = Arn(id),
            ["Name"] = name,
            ["Type"] = type,
        };
    }

    private (string Name, string Type) Named(string target)
    {
        if (target == Now.RootId)
            return ("Root", "ROOT");
        if (lookup.Unit(target) is { } unit)
            return (unit.Name, "ORGANIZATIONAL_UNIT");
        return (lookup.Account(target)?.Name ?? target, "ACCOUNT");
    }

    /// <summary>Of a root, organizational unit, account or policy; the form of the id says which.</summary>
    public string Arn(string id)
    {
        if (Now.Policy(id) is { } policy)
            return PolicyArn(policy);
        return Own($"{Type(id)}/{id}");
    }

    private string Type(string id)
    {
        var prefix = id[..(id.IndexOf('-', StringComparison.Ordinal) + 1)];
        return prefix switch
        {
            "p-" => $"policy/{Now.Id}/*",
            "r-" => $"root/{Now.Id}",
            "ou-" => $"ou/{Now.Id}",
            _ => $"account/{Now.Id}",
        };
    }

    private string PolicyArn(OrganizationPolicy policy)
    {
        var kind = policy.Type.Name().ToLowerInvariant();
        return policy.AwsManaged
            ? Arns.OrganizationsOwned($"policy/{kind}/{policy.Id}")
            : Own($"policy/{Now.Id}/{kind}/{policy.Id}");
    }

    private string Own(string resource) => Arns.Organizations(Now.ManagementAccount, resource);

    /// <summary>Such as `o-a1b2c3d4e5/r-ab12/ou-ab12-workload/111122223333/`.</summary>
    public string Path(string id) => $"{Now.Id}/{string.Join('/', lookup.Index.PathTo(id))}/";
}
