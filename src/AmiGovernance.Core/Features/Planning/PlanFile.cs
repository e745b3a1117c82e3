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
    private static readonly string[] Required = ["organization", "root", "states", "steps", "digest"];

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
        "accounts",
        "read",
        "states",
        "steps",
        "digest",
    ];

    public static byte[] Write(Plan plan) => JsonText.WriteFile(writer => Write(writer, plan, Digest(plan)));

    private static string Digest(Plan plan) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonText.Write(indented: false, writer => Write(writer, plan, null))));

    private static void Write(Utf8JsonWriter writer, Plan plan, string? digest)
    {
        writer.WriteStartObject();
        writer.WriteString("format_version", "1.0");
        writer.WriteString("organization", plan.OrganizationId);
        writer.WriteString("root", plan.RootId);
        WriteMode(writer, "mode_before", plan.ModeBefore);
        WriteMode(writer, "mode_after", plan.ModeAfter);
        writer.WriteStrings("targets", plan.Targets);
        if (!plan.StagesBefore.IsEmpty)
            writer.WriteStrings("stages_before", plan.StagesBefore);
        if (!plan.Stages.IsEmpty)
            writer.WriteStrings("stages", plan.Stages);
        if (!plan.Accounts.IsEmpty)
            writer.WriteStrings("accounts", plan.Accounts);
        WriteRead(writer, plan.Read);
        writer.WriteStrings("states", plan.States);
        writer.WriteStartArray("steps");
        foreach (var step in plan.Steps)
            PlanStepJson.Write(writer, step);
        writer.WriteEndArray();
        if (digest is not null)
            writer.WriteString("digest", digest);
        writer.WriteEndObject();
    }

    private static void WriteRead(Utf8JsonWriter writer, StateFacts facts)
    {
        if (facts.Values.IsEmpty)
            return;
        writer.WriteStartObject("read");
        foreach (var (name, value) in facts.Values)
            writer.WriteString(name, value);
        writer.WriteEndObject();
    }

    private static void WriteMode(Utf8JsonWriter writer, string name, AllowedImagesState? mode)
    {
        if (mode is { } state)
            writer.WriteString(name, state.Name());
    }

    /// <summary>Whether what is to be done now is what was reviewed, or what an earlier run left of it.</summary>
    internal static bool IsRestOf(Plan now, Plan reviewed)
    {
        if (now.OrganizationId != reviewed.OrganizationId || now.RootId != reviewed.RootId)
            return false;
        if (now.Steps.Length > reviewed.Steps.Length || !now.Accounts.SequenceEqual(reviewed.Accounts))
            return false;
        var rest = reviewed.Steps[(reviewed.Steps.Length - now.Steps.Length)..];
        return rest.Zip(now.Steps).All(pair => IsSame(pair.First, pair.Second));
    }

    /// <summary>Whether two steps are the same call.</summary>
    internal static bool IsSame(PlanStep left, PlanStep right) => Text(left) == Text(right);

    /// <summary>What stood there before is the same when it is the same document.</summary>
    private static string Text(PlanStep step)
    {
        var previous = step.PreviousContent is { } content ? PolicyContent.Canonical(content) : null;
        var compared = step with { PreviousContent = previous };
        return Encoding.UTF8.GetString(JsonText.Write(indented: false, writer => PlanStepJson.Write(writer, compared)));
    }

    private static readonly SourceUpkeep Upkeep = new() { WrittenAgain = "`amigov plan --out FILE` makes a new plan" };

    /// <summary>Null with a report when the file is no plan, or was changed.</summary>
    public static Plan? Read(SourceText source, DiagnosticBag bag)
    {
        var plan = Reading.Of(own => JsonParser.Parse(source.KeptBy(Upkeep), own) is { } tree ? Read(tree, own) : null);
        bag.AddRange(plan.Findings);
        return plan.IfSound;
    }

    private static Plan? Read(JsonDocumentTree tree, DiagnosticBag bag)
    {
        if (ObjectReader.Open(tree, tree.Root, Keys, bag) is not { } root)
            return null;
        root.RequireVersion("1.0");
        foreach (var key in Required)
            root.Require(key);
        var plan = new Plan(
            root.Text("organization") ?? "",
            root.Text("root") ?? "",
            [.. root.List("steps", 0).Select(n => PlanStepJson.Read(root, n)).OfType<PlanStep>()]
        )
        {
            ModeBefore = Mode(root, "mode_before"),
            ModeAfter = Mode(root, "mode_after"),
            Targets = Texts(root, "targets", 0),
            StagesBefore = Texts(root, "stages_before", 0),
            Stages = Texts(root, "stages", 0),
            Accounts = Texts(root, "accounts", 0),
            Read = Facts(root),
            States = Texts(root, "states", 1),
        };
        if (!bag.HasErrors && !IsAsWritten(plan, root.Text("digest")))
            bag.Report(
                PlanningDiagnostics.PlanChanged,
                tree.At(root.Node["digest"] ?? root.Node),
                "the plan was changed after it was written",
                "make it again with `amigov plan --out`; what is applied must be what was reviewed"
            );
        return plan;
    }

    private static StateFacts Facts(ObjectReader root)
    {
        var facts = StateFacts.None.Values.ToBuilder();
        foreach (var property in (root.Node["read"] as JsonObject)?.Properties ?? [])
            facts[property.Name] = (property.Value as JsonString)?.Value ?? "";
        return new StateFacts(facts.ToImmutable());
    }

    private static bool IsAsWritten(Plan plan, string? digest) =>
        digest == Digest(plan) && plan.States.Length == plan.Steps.Length + 1;

    private static AllowedImagesState? Mode(ObjectReader root, string key) =>
        AllowedImagesStates.FromName(root.Choice(key, AllowedImagesStates.Names));

    private static ImmutableArray<string> Texts(ObjectReader root, string key, int minimum) =>
        [.. root.List(key, minimum).Select(n => root.Text(n)).OfType<string>()];

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

    internal static ImmutableSortedDictionary<string, string> ReadTags(ObjectReader owner) =>
        (owner.Node["tags"] as JsonObject)?.Properties.ToImmutableSortedDictionary(
            p => p.Name,
            p => (p.Value as JsonString)?.Value ?? "",
            StringComparer.Ordinal
        ) ?? OrganizationPolicy.NoTags;
}
