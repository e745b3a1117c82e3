using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>One of our policies as it stood before a deployment: all that is needed to put it back.</summary>
public sealed record RecordedPolicy(
    string Id,
    string Name,
    OrganizationPolicyType Type,
    string Description,
    string Content
)
{
    /// <summary>The ids that it was attached to; empty when it was attached nowhere.</summary>
    public ImmutableArray<string> Targets { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = OrganizationPolicy.NoTags;

    private static readonly string[] Keys = ["id", "name", "type", "description", "content", "targets", "tags"];

    /// <summary>Our policies of an organization.</summary>
    public static ImmutableArray<RecordedPolicy> Of(OurPolicies ours) =>
        [
            .. ours.All.Select(p => new RecordedPolicy(p.Id, p.Name, p.Type, p.Description, p.Content)
            {
                Targets = [.. ours.TargetsOf(p)],
                Tags = p.Tags,
            }),
        ];

    /// <summary>The organization with our policies as they were recorded, in place of those that it has.</summary>
    public static Organization PutBack(Organization organization, ImmutableArray<RecordedPolicy> recorded)
    {
        var ours = organization
            .Policies.Where(OurPolicies.IsManaged)
            .Select(p => p.Id)
            .ToHashSet(StringComparer.Ordinal);
        return organization with
        {
            Policies =
            [
                .. organization.Policies.Where(p => !ours.Contains(p.Id)),
                .. recorded.Select(p => new OrganizationPolicy(p.Id, p.Name, p.Type, p.Content)
                {
                    Description = p.Description,
                    Tags = p.Tags,
                }),
            ],
            Attachments =
            [
                .. organization.Attachments.Where(a => !ours.Contains(a.PolicyId)),
                .. recorded.SelectMany(p => p.Targets.Select(t => new PolicyAttachment(t, p.Id))),
            ],
        };
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("id", Id);
        writer.WriteString("name", Name);
        writer.WriteString("type", Type.Name());
        if (Description.Length > 0)
            writer.WriteString("description", Description);
        writer.WriteString("content", Content);
        writer.WriteStrings("targets", Targets);
        writer.WriteTags("tags", Tags);
        writer.WriteEndObject();
    }

    internal static RecordedPolicy? Read(ObjectReader root, JsonNode node)
    {
        if (root.Open(node, Keys) is not { } policy)
            return null;
        foreach (var key in new[] { "id", "name", "type", "content", "targets" })
            policy.Require(key);
        if (OrganizationPolicyTypes.FromName(policy.Choice("type", OrganizationPolicyTypes.Names)) is not { } type)
            return null;
        return new RecordedPolicy(
            policy.Text("id") ?? "",
            policy.Text("name") ?? "",
            type,
            policy.Text("description") ?? "",
            (policy.Node["content"] as JsonString)?.Value ?? ""
        )
        {
            Targets = [.. policy.List("targets", 0).Select(n => policy.Text(n)).OfType<string>()],
            Tags = PlanFile.ReadTags(policy),
        };
    }
}
