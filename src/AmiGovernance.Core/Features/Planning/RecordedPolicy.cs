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

    private static readonly string[] Required = ["id", "name", "type", "content", "targets"];

    private static readonly string[] Keys = ["id", "name", "type", "description", "content", "targets", "tags"];

    /// <summary>Our policies of an organization.</summary>
    internal static ImmutableArray<RecordedPolicy> Of(OurPolicies ours) =>
        [
            .. ours.All.Select(p => new RecordedPolicy(p.Id, p.Name, p.Type, p.Description, p.Content)
            {
                Targets = [.. ours.TargetsOf(p)],
                // The mark of the last deployment is no part of a policy.
                Tags = p.Tags.Remove(DeploymentMark.TagKey),
            }),
        ];

    internal OrganizationPolicy ToPolicy() => new(Id, Name, Type, Content) { Description = Description, Tags = Tags };

    internal IEnumerable<PolicyAttachment> Attachments => Targets.Select(t => new PolicyAttachment(t, Id));

    /// <summary>The organization with our policies as they were recorded, in place of those that it has.</summary>
    internal static Organization PutBack(Organization organization, ImmutableArray<RecordedPolicy> recorded)
    {
        var ours = organization
            .Policies.Where(OurPolicies.IsManaged)
            .Select(p => p.Id)
            .ToHashSet(StringComparer.Ordinal);
        var others = organization.Policies.Where(p => !ours.Contains(p.Id));
        var otherAttachments = organization.Attachments.Where(a => !ours.Contains(a.PolicyId));
        return organization with
        {
            Policies = [.. others, .. recorded.Select(p => p.ToPolicy())],
            Attachments = [.. otherAttachments, .. recorded.SelectMany(p => p.Attachments)],
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
        foreach (var key in Required)
            policy.Require(key);
        if (OrganizationPolicyTypes.FromName(policy.Choice("type", OrganizationPolicyTypes.Names)) is not { } type)
            return null;
        return new RecordedPolicy(
            policy.Written("id"),
            policy.Written("name"),
            type,
            policy.Written("description"),
            policy.Written("content")
        )
        {
            Targets = policy.WrittenTexts("targets"),
            Tags = PlanFile.ReadTags(policy),
        };
    }
}
