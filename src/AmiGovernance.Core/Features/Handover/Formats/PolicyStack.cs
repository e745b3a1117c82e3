using System.Text;
using System.Text.Json;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Handover.Formats;

/// <summary>
/// A CloudFormation template of `AWS::Organizations::Policy` (CloudFormation template reference). Documents are JSON objects: only then
/// can CloudFormation detect drift. Each resource waits for the one before it, for Organizations takes one change at a time, and has a
/// `DeletionPolicy`, without which none is imported (CloudFormation user guide, "Import AWS resources into a CloudFormation stack").
/// </summary>
internal static class PolicyStack
{
    /// <summary>The parameter for the id of a root that is not known.</summary>
    public const string RootParameter = "RootId";

    /// <summary>Resolved by CloudFormation wherever it stands in a template (user guide, "Dynamic references").</summary>
    public const string DynamicReference = "{{resolve:";

    /// <summary>In bytes: the longest body of a template in a call (CloudFormation quotas); through S3 it is 1 MB.</summary>
    public const int LongestBody = 51_200;

    /// <summary>Why CloudFormation would make something else of the template.</summary>
    public static IEnumerable<string> Problems(CarriedState state) =>
        CarrierText
            .Placeholders(state, Carrier.CloudFormation.Title(), DynamicReference)
            .Concat(
                state
                    .Tags.Where(t => $"{t.Key} {t.Value}".Contains(DynamicReference, StringComparison.Ordinal))
                    .Select(t =>
                        $"the tag `{t.Key}` has the text `{DynamicReference}`, which CloudFormation would replace"
                    )
            );

    public static string Text(CarriedState state, IEnumerable<CarriedPolicy> policies) =>
        JsonText.ToText(JsonText.WriteFile(writer => Write(writer, state, [.. policies])));

    private static void Write(Utf8JsonWriter writer, CarriedState state, List<CarriedPolicy> policies)
    {
        writer.WriteStartObject();
        writer.WriteString("AWSTemplateFormatVersion", "2010-09-09");
        writer.WriteString("Description", state.Source);
        if (policies.SelectMany(p => p.Targets).Any(t => t.Id is null))
            Root(writer);
        writer.WriteStartObject("Resources");
        string? before = null;
        foreach (var policy in policies)
        {
            Resource(writer, state, policy, before);
            before = Name(policy);
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Root(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("Parameters");
        writer.WriteStartObject(RootParameter);
        writer.WriteString("Type", "String");
        writer.WriteString("Description", "The id of the organization's root, such as r-ab12");
        writer.WriteString("AllowedPattern", "^r-[0-9a-z]{4,32}$");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Resource(Utf8JsonWriter writer, CarriedState state, CarriedPolicy policy, string? before)
    {
        writer.WriteStartObject(Name(policy));
        writer.WriteString("Type", "AWS::Organizations::Policy");
        // What blocks launches does not go with the stack; what is there for stages goes when they end.
        writer.WriteString("DeletionPolicy", policy.Policy.IsForStages ? "Delete" : "Retain");
        if (before is not null)
            writer.WriteString("DependsOn", before);
        writer.WriteStartObject("Properties");
        writer.WriteString("Name", policy.Policy.Name);
        writer.WriteString("Type", policy.Policy.Type.Name());
        writer.WriteString("Description", policy.Policy.Description);
        writer.WritePropertyName("Content");
        Content(writer, policy.Policy.Content);
        writer.WriteStartArray("TargetIds");
        foreach (var target in policy.Targets)
            Target(writer, target);
        writer.WriteEndArray();
        writer.WriteObjects(
            "Tags",
            state.Tags,
            tag =>
            {
                writer.WriteString("Key", tag.Key);
                writer.WriteString("Value", tag.Value);
            }
        );
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Numbers and booleans may become texts on the way, so a document with one of them is given as a text.</summary>
    private static void Content(Utf8JsonWriter writer, string content)
    {
        if (HasOtherThanTexts(content))
            writer.WriteStringValue(content);
        else
            writer.WriteRawValue(content);
    }

    private static bool HasOtherThanTexts(string content)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(content));
        while (reader.Read())
            if (reader.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False)
                return true;
        return false;
    }

    /// <summary>The policies that a template had and has no more, and that it keeps.</summary>
    public static IEnumerable<string> LeftBehind(IEnumerable<EarlierPolicy> earlier, CarriedState state) =>
        earlier
            .Where(p => !p.IsForStages && !state.Has(p))
            .Select(p =>
                $"{p.Name} is no more in the template and stays on {Where(p.Targets)}: detach it, and delete it"
            );

    public static string Where(IEnumerable<string> targets) => string.Join(", ", targets);

    private static void Target(Utf8JsonWriter writer, CarriedTarget target)
    {
        if (target.Id is { } id)
        {
            writer.WriteStringValue(id);
            return;
        }
        writer.WriteStartObject();
        writer.WriteString("Ref", RootParameter);
        writer.WriteEndObject();
    }

    /// <summary>Letters and digits alone; unique, for the names of the files are and keep their other characters as words.</summary>
    private static string Name(CarriedPolicy policy) =>
        "Policy"
        + string.Concat(
            policy
                .File.Split(['-', '_', '.'])
                .Where(w => w.Length > 0)
                .Select(w => char.ToUpperInvariant(w[0]) + w[1..])
        );
}
