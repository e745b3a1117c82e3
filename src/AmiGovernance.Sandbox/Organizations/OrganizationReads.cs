using System.Text.Json.Nodes;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Organizations;

/// <summary>Lists and descriptions. They may lag behind changes (<see cref="SandboxWorld.ReadLag"/>).</summary>
internal abstract class OrganizationReads(SandboxWorld world) : IService
{
    public abstract IReadOnlyDictionary<string, Operation> Operations { get; }

    protected SandboxWorld World => world;

    protected Organization Now => world.Shown;

    protected OrganizationLookup Lookup => world.Find(Now);

    protected OrganizationShapes Shapes => new(world, Now);

    protected static JsonObject List<T>(SandboxCall call, string name, IEnumerable<T> items, Func<T, JsonObject> shape)
    {
        var page = Paging.Organizations.Of(call, items);
        return new JsonObject { [name] = new JsonArray([.. page.Items.Select(shape)]), ["NextToken"] = page.NextToken };
    }

    /// <summary>The account that a call names.</summary>
    protected OrganizationAccount Account(SandboxCall call) =>
        Lookup.Account(call.Input.Required("AccountId")) ?? throw OrganizationErrors.NoAccount();

    /// <summary>The id of a root, organizational unit or account.</summary>
    protected string Target(string id) => Lookup.IsTarget(id) ? id : throw OrganizationErrors.NoTarget();

    protected OrganizationPolicy Policy(string id) => Now.Policy(id) ?? throw OrganizationErrors.NoPolicy(id);
}
