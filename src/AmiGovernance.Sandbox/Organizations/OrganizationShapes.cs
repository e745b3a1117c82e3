using System.Text.Json.Nodes;
using AmiGovernance.Core.Organizations;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Organizations;

/// <summary>The structures of the Organizations API.</summary>
internal sealed class OrganizationShapes(SandboxWorld world)
{
    private const double Joined = 1_672_531_200;

    private Organization Now => world.Organization;

    private string Management => Now.ManagementAccount.Value;

    private string Prefix => $"arn:aws:organizations::{Management}:";

    public JsonObject Organization() => new()
    {
        ["Id"] = Now.Id,
        ["Arn"] = $"{Prefix}organization/{Now.Id}",
        ["FeatureSet"] = "ALL",
        ["MasterAccountArn"] = $"{Prefix}account/{Now.Id}/{Management}",
        ["MasterAccountId"] = Management,
        ["MasterAccountEmail"] = Now.Account(Now.ManagementAccount)?.Email ?? "",
        ["AvailablePolicyTypes"] = new JsonArray(),
    };

    public JsonObject Root() => new()
    {
        ["Id"] = Now.RootId,
        ["Arn"] = $"{Prefix}root/{Now.Id}/{Now.RootId}",
        ["Name"] = "Root",
        ["PolicyTypes"] = new JsonArray([.. Now.EnabledTypes.Select(t => (JsonNode)new JsonObject { ["Type"] = t.Name(), ["Status"] = "ENABLED" })]),
    };

    public JsonObject Account(OrganizationAccount account) => new()
    {
        ["Id"] = account.Id.Value,
        ["Arn"] = $"{Prefix}account/{Now.Id}/{account.Id.Value}",
        ["Email"] = account.Email,
        ["Name"] = account.Name,
        // The older field knows fewer states.
        ["Status"] = account.State is AccountState.PendingActivation ? "ACTIVE" : account.State is AccountState.Closed ? "SUSPENDED" : account.State.Name(),
        ["State"] = account.State.Name(),
        ["JoinedMethod"] = "CREATED",
        ["JoinedTimestamp"] = Joined,
        ["Paths"] = new JsonArray($"{Now.Id}/{string.Join('/', world.Index.PathTo(account.Id.Value))}/"),
    };

    public JsonObject Unit(OrganizationalUnit unit) => new()
    {
        ["Id"] = unit.Id,
        ["Arn"] = $"{Prefix}ou/{Now.Id}/{unit.Id}",
        ["Name"] = unit.Name,
        ["Path"] = $"{Now.Id}/{string.Join('/', world.Index.PathTo(unit.Id))}/",
    };

    public JsonObject Summary(OrganizationPolicy policy) => new()
    {
        ["Id"] = policy.Id,
        ["Arn"] = policy.AwsManaged ? $"arn:aws:organizations::aws:policy/{Kind(policy)}/{policy.Id}" : $"{Prefix}policy/{Now.Id}/{Kind(policy)}/{policy.Id}",
        ["Name"] = policy.Name,
        ["Description"] = policy.Description,
        ["Type"] = policy.Type.Name(),
        ["AwsManaged"] = policy.AwsManaged,
    };

    public JsonObject Policy(OrganizationPolicy policy) => new() { ["PolicySummary"] = Summary(policy), ["Content"] = policy.Content };

    public JsonObject Target(string id) => id == Now.RootId
        ? new JsonObject { ["TargetId"] = id, ["Arn"] = $"{Prefix}root/{Now.Id}/{id}", ["Name"] = "Root", ["Type"] = "ROOT" }
        : Now.Units.FirstOrDefault(u => u.Id == id) is { } unit
            ? new JsonObject { ["TargetId"] = id, ["Arn"] = $"{Prefix}ou/{Now.Id}/{id}", ["Name"] = unit.Name, ["Type"] = "ORGANIZATIONAL_UNIT" }
            : new JsonObject { ["TargetId"] = id, ["Arn"] = $"{Prefix}account/{Now.Id}/{id}", ["Name"] = Now.Accounts.FirstOrDefault(a => a.Id.Value == id)?.Name ?? id, ["Type"] = "ACCOUNT" };

    private static string Kind(OrganizationPolicy policy) => policy.Type.Name().ToLowerInvariant();
}
