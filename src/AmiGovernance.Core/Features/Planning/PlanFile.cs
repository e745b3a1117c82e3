using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>Writes and reads plans. A plan that was changed after it was written is refused.</summary>
public static class PlanFile
{
    private static readonly string[] Keys =
    [
        "format_version",
        "organization",
        "root",
        "mode_before",
        "mode_after",
        "targets",
        "stages_before",
        "stages",
        "states",
        "steps",
        "digest",
    ];
    private static readonly string[] StepKeys =
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

    public static byte[] Write(Plan plan) =>
        [.. JsonText.Write(indented: true, writer => Write(writer, plan, Digest(plan))), (byte)'\n'];

    private static string Digest(Plan plan) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonText.Write(indented: false, writer => Write(writer, plan, null))));

    private static void Write(Utf8JsonWriter writer, Plan plan, string? digest)
    {
        writer.WriteStartObject();
        writer.WriteString("format_version", "1.0");
        writer.WriteString("organization", plan.OrganizationId);
        writer.WriteString("root", plan.RootId);
        if (plan.ModeBefore is { } before)
            writer.WriteString("mode_before", before.Name());
        if (plan.ModeAfter is { } after)
            writer.WriteString("mode_after", after.Name());
        writer.WriteStrings("targets", plan.Targets);
        if (!plan.StagesBefore.IsEmpty)
            writer.WriteStrings("stages_before", plan.StagesBefore);
        if (!plan.Stages.IsEmpty)
            writer.WriteStrings("stages", plan.Stages);
        writer.WriteStrings("states", plan.States);
        writer.WriteStartArray("steps");
        foreach (var step in plan.Steps)
            Write(writer, step);
        writer.WriteEndArray();
        if (digest is not null)
            writer.WriteString("digest", digest);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, PlanStep step)
    {
        writer.WriteStartObject();
        writer.WriteString("call", step.Call.ToString());
        writer.WriteString("type", step.Type.Name());
        if (step.Policy.Length > 0)
            writer.WriteString("policy", step.Policy);
        if (step.Target.Length > 0)
            writer.WriteString("target", step.Target);
        if (step.Description.Length > 0)
            writer.WriteString("description", step.Description);
        if (step.Content is not null)
            writer.WriteString("content", step.Content);
        if (step.PreviousContent is not null)
            writer.WriteString("previous_content", step.PreviousContent);
        writer.WriteTags("tags", step.Tags);
        writer.WriteEndObject();
    }

    /// <summary>Whether what is to be done now is what was reviewed, or what an earlier run left of it.</summary>
    public static bool IsRestOf(Plan now, Plan reviewed) =>
        now.OrganizationId == reviewed.OrganizationId
        && now.RootId == reviewed.RootId
        && now.Steps.Length <= reviewed.Steps.Length
        && reviewed
            .Steps.Skip(reviewed.Steps.Length - now.Steps.Length)
            .Zip(now.Steps, (a, b) => Text(a) == Text(b))
            .All(same => same);

    private static string Text(PlanStep step) =>
        Encoding.UTF8.GetString(JsonText.Write(indented: false, writer => Write(writer, step)));

    /// <summary>Writes nothing when there are none.</summary>
    internal static void WriteTags(
        this Utf8JsonWriter writer,
        string name,
        ImmutableSortedDictionary<string, string> tags
    )
    {
        if (tags.IsEmpty)
            return;
        writer.WriteStartObject(name);
        foreach (var (key, value) in tags)
            writer.WriteString(key, value);
        writer.WriteEndObject();
    }

    /// <summary>Null with a report when the file is no plan, or was changed.</summary>
    public static Plan? Read(SourceText source, DiagnosticBag bag)
    {
        var own = new DiagnosticBag();
        var plan = JsonParser.Parse(source, own) is { } tree ? Read(tree, own) : null;
        bag.AddRange(own.ToSorted());
        return own.HasErrors ? null : plan;
    }

    private static Plan? Read(JsonDocumentTree tree, DiagnosticBag bag)
    {
        if (ObjectReader.Open(tree, tree.Root, Keys, bag) is not { } root)
            return null;
        foreach (var key in new[] { "organization", "root", "states", "steps", "digest" })
            root.Require(key);
        var plan = new Plan(
            root.Text("organization") ?? "",
            root.Text("root") ?? "",
            [.. root.List("steps", 0).Select(n => ReadStep(root, n)).OfType<PlanStep>()]
        )
        {
            ModeBefore = AllowedImagesStates.FromName(root.Choice("mode_before", AllowedImagesStates.Names)),
            ModeAfter = AllowedImagesStates.FromName(root.Choice("mode_after", AllowedImagesStates.Names)),
            Targets = Texts(root, "targets", 0),
            StagesBefore = Texts(root, "stages_before", 0),
            Stages = Texts(root, "stages", 0),
            States = Texts(root, "states", 1),
        };
        if (!bag.HasErrors && (root.Text("digest") != Digest(plan) || plan.States.Length != plan.Steps.Length + 1))
            bag.Report(
                PlanningDiagnostics.PlanChanged,
                tree.At(root.Node["digest"] ?? root.Node),
                "the plan was changed after it was written",
                "make it again with `amigov plan --out`; what is applied must be what was reviewed"
            );
        return plan;
    }

    private static ImmutableArray<string> Texts(ObjectReader root, string key, int minimum) =>
        [.. root.List(key, minimum).Select(n => root.Text(n)).OfType<string>()];

    internal static PlanStep? ReadStep(ObjectReader root, JsonNode node)
    {
        if (root.Open(node, StepKeys) is not { } step)
            return null;
        var call = step.Choice("call", PlanStep.CallNames);
        if (
            call is null
            || OrganizationPolicyTypes.FromName(step.Choice("type", OrganizationPolicyTypes.Names)) is not { } type
        )
            return null;
        return new PlanStep(Enum.Parse<StepCall>(call), type)
        {
            Policy = step.Text("policy") ?? "",
            Target = step.Text("target") ?? "",
            Description = step.Text("description") ?? "",
            Content = (step.Node["content"] as JsonString)?.Value,
            PreviousContent = (step.Node["previous_content"] as JsonString)?.Value,
            Tags = ReadTags(step),
        };
    }

    internal static ImmutableSortedDictionary<string, string> ReadTags(ObjectReader owner) =>
        (owner.Node["tags"] as JsonObject)?.Properties.ToImmutableSortedDictionary(
            p => p.Name,
            p => (p.Value as JsonString)?.Value ?? "",
            StringComparer.Ordinal
        ) ?? OrganizationPolicy.NoTags;
}
