using System.Text.Json;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>A step as plans and the deployment record hold it.</summary>
public static class PlanStepJson
{
    private static readonly string[] Calls = Enum.GetNames<StepCall>();

    private static readonly string[] Keys =
    [
        "call",
        "type",
        "policy",
        "target",
        "description",
        "content",
        "previous_content",
        "tags",
    ];

    public static void Write(Utf8JsonWriter writer, PlanStep step)
    {
        writer.WriteStartObject();
        writer.WriteString("call", step.Call.ToString());
        writer.WriteString("type", step.Type.Name());
        WriteText(writer, "policy", step.Policy);
        WriteText(writer, "target", step.Target);
        WriteText(writer, "description", step.Description);
        if (step.Content is not null)
            writer.WriteString("content", step.Content);
        if (step.PreviousContent is not null)
            writer.WriteString("previous_content", step.PreviousContent);
        writer.WriteTags("tags", step.Tags);
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string text)
    {
        if (text.Length > 0)
            writer.WriteString(name, text);
    }

    /// <summary>Null with a report when it is no step.</summary>
    internal static PlanStep? Read(ObjectReader root, JsonNode node)
    {
        if (root.Open(node, Keys) is not { } step || step.Choice("call", Calls) is not { } call)
            return null;
        if (OrganizationPolicyTypes.FromName(step.Choice("type", OrganizationPolicyTypes.Names)) is not { } type)
            return null;
        return new PlanStep(Enum.Parse<StepCall>(call), type)
        {
            Policy = step.Written("policy"),
            Target = step.Written("target"),
            Description = step.Written("description"),
            Content = Document(step, "content"),
            PreviousContent = Document(step, "previous_content"),
            Tags = PlanFile.ReadTags(step),
        };
    }

    /// <summary>To the character: AWS stores and counts what is sent.</summary>
    internal static string? Document(ObjectReader owner, string key) => (owner.Node[key] as JsonString)?.Value;
}
