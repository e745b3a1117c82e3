using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Organizations;

/// <summary>The tags of the root, organizational units and accounts; those of policies are part of the policy.</summary>
internal static class OrganizationTags
{
    private const string Kind = "organization_tags";

    public static ImmutableSortedDictionary<string, string> Of(SandboxWorld world, string id) =>
        world.Resources.Find(Kind, world.Organization.ManagementAccount.Value, "", id) is { } found
            ? found.Body.Select(t => KeyValuePair.Create(t.Key, (string?)t.Value ?? "")).ToTags()
            : TagSets.None;

    public static void Set(SandboxWorld world, string id, ImmutableSortedDictionary<string, string> tags) =>
        world.Resources.Put(
            new SandboxResource(
                Kind,
                world.Organization.ManagementAccount.Value,
                "",
                id,
                new JsonObject(tags.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value)))
            )
        );
}
