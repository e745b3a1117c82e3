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

    private string Prefix => $"arn:aws:organizations::{Management}:";

    public JsonObject Organization() =>
        new()
        {
            ["Id"] = Now.Id,
            ["Arn"] = $"{Prefix}organization/{Now.Id}",
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
            // The older field knows fewer states.
            ["Status"] =
                account.State is AccountState.PendingActivation ? "ACTIVE"
                : account.State is AccountState.Closed ? "SUSPENDED"
                : account.State.Name(),
            ["State"] = account.State.Name(),
            ["JoinedMethod"] = "CREATED",
            ["JoinedTimestamp"] = Founded,
            ["Paths"] = new JsonArray(Path(account.Id.Value)),
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
            ["Arn"] = Arn(policy.Id),
            ["Name"] = policy.Name,
            ["Description"] = policy.Description,
            ["Type"] = policy.Type.Name(),
            ["AwsManaged"] = policy.AwsManaged,
        };

    public JsonObject Policy(OrganizationPolicy policy) =>
        new() { ["PolicySummary"] = Summary(policy), ["Content"] = policy.Content };

    public JsonObject Target(string id) =>
        new()
        {
            ["TargetId"] = id,
            ["Arn"] = Arn(id),
            ["Name"] = id == Now.RootId ? "Root" : lookup.Unit(id)?.Name ?? lookup.Account(id)?.Name ?? id,
            ["Type"] =
                id == Now.RootId ? "ROOT"
                : lookup.Unit(id) is null ? "ACCOUNT"
                : "ORGANIZATIONAL_UNIT",
        };

    /// <summary>Of a root, organizational unit, account or policy; the form of the id says which.</summary>
    public string Arn(string id) =>
        id switch
        {
            _ when Now.Policy(id) is { } policy => policy.AwsManaged
                ? $"arn:aws:organizations::aws:policy/{Kind(policy)}/{id}"
                : $"{Prefix}policy/{Now.Id}/{Kind(policy)}/{id}",
            _ when id.StartsWith("p-", StringComparison.Ordinal) => $"{Prefix}policy/{Now.Id}/*/{id}",
            _ when id.StartsWith("r-", StringComparison.Ordinal) => $"{Prefix}root/{Now.Id}/{id}",
            _ when id.StartsWith("ou-", StringComparison.Ordinal) => $"{Prefix}ou/{Now.Id}/{id}",
            _ => $"{Prefix}account/{Now.Id}/{id}",
        };

    /// <summary>Such as `o-a1b2c3d4e5/r-ab12/ou-ab12-workload/111122223333/`.</summary>
    public string Path(string id) => $"{Now.Id}/{string.Join('/', lookup.Index.PathTo(id))}/";

    private static string Kind(OrganizationPolicy policy) => policy.Type.Name().ToLowerInvariant();
}
