using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Organizations;

/// <summary>The tags of the root, organizational units and accounts; those of policies are part of the policy.</summary>
internal static class OrganizationTags
{
    private const string Kind = "organization_tags";

    public static ImmutableSortedDictionary<string, string> Of(SandboxWorld world, string id) =>
        (world.Resources.Find(List(world), id)?.Body ?? [])
            .Select(t => KeyValuePair.Create(t.Key, (string?)t.Value ?? ""))
            .ToTags();

    public static void Set(SandboxWorld world, string id, ImmutableSortedDictionary<string, string> tags)
    {
        var body = new JsonObject(tags.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value)));
        world.Put(new SandboxResource(List(world), id, body));
    }

    private static ResourceList List(SandboxWorld world) => new(Kind, world.Organization.ManagementAccount, null);
}
