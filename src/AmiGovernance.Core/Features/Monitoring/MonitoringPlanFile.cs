using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>A plan as it was reviewed: what is wanted, and the steps that were shown.</summary>
public sealed record ReviewedMonitoring(
    MonitoringInput Input,
    MonitoringPlace Place,
    bool Deletes,
    bool Adopts,
    ImmutableHashSet<string> Steps
)
{
    /// <summary>Whether what is to be done now is what was reviewed, or what an earlier run left of it. Steps do not depend on one another, so each counts by itself.</summary>
    public bool Covers(MonitoringPlan now) => now.Steps.All(s => Steps.Contains(s.Text));
}

/// <summary>Writes and reads plans of monitoring. A plan that was changed after it was written is refused.</summary>
public static class MonitoringPlanFile
{
    private static readonly string[] Keys =
    [
        "format_version",
        "partition",
        "account",
        "region",
        "log_group",
        "creators",
        "denied_launches",
        "mail",
        "tags",
        "delete",
        "adopt",
        "steps",
        "digest",
    ];

    public static byte[] Write(MonitoringPlan plan) =>
        [.. JsonText.Write(indented: true, writer => Write(writer, plan, withDigest: true)), (byte)'\n'];

    private static void Write(Utf8JsonWriter writer, MonitoringPlan plan, bool withDigest)
    {
        writer.WriteStartObject();
        writer.WriteString("format_version", "1.0");
        writer.WriteString("partition", plan.Place.Partition);
        writer.WriteString("account", plan.Place.Account.Value);
        writer.WriteString("region", plan.Place.Region);
        if (plan.Input.LogGroup.Length > 0)
            writer.WriteString("log_group", plan.Input.LogGroup);
        writer.WriteStrings("creators", plan.Input.Creators);
        writer.WriteNumber("denied_launches", plan.Input.DeniedLaunches);
        if (plan.Input.Mail is { } mail)
            writer.WriteString("mail", mail);
        writer.WriteTags("tags", plan.Input.Tags);
        writer.WriteBoolean("delete", plan.Deletes);
        writer.WriteBoolean("adopt", plan.Adopts);
        writer.WriteStartArray("steps");
        foreach (var step in plan.Steps)
            step.Write(writer);
        writer.WriteEndArray();
        if (withDigest)
            writer.WriteString("digest", ContentDigest.Of(w => Write(w, plan, withDigest: false)));
        writer.WriteEndObject();
    }

    /// <summary>Null with a report when the file is no such plan, or was changed.</summary>
    public static ReviewedMonitoring? Read(SourceText source, DiagnosticBag bag)
    {
        var own = new DiagnosticBag();
        var plan = JsonParser.Parse(source, own) is { } tree ? Read(tree, own) : null;
        bag.AddRange(own.ToSorted());
        return own.HasErrors ? null : plan;
    }

    private static ReviewedMonitoring? Read(JsonDocumentTree tree, DiagnosticBag bag)
    {
        if (ObjectReader.Open(tree, tree.Root, Keys, bag) is not { } root)
            return null;
        foreach (var key in Keys.Except(["format_version", "log_group", "mail", "tags"]))
            root.Require(key);
        if (
            root.AccountId("account") is not { } account
            || root.Integer("denied_launches", 1, int.MaxValue) is not { } denied
        )
            return null;
        if (root.Text("digest") != ContentDigest.Of(w => Write(w, root.Node)))
            bag.Report(
                PlanningDiagnostics.PlanChanged,
                tree.At(root.Node["digest"] ?? root.Node),
                "the plan was changed after it was written",
                "make it again with `amigov dashboard plan --out`; what is applied must be what was reviewed"
            );
        var input = new MonitoringInput(
            root.Text("log_group") ?? "",
            root.Text("region") ?? "",
            [.. root.List("creators", 0).Select(n => root.Text(n)).OfType<string>()],
            denied
        )
        {
            Mail = root.Text("mail"),
            Tags = PlanFile.ReadTags(root),
        };
        return new ReviewedMonitoring(
            input,
            new MonitoringPlace(root.Text("partition") ?? "", account, input.Region),
            root.Boolean("delete") == true,
            root.Boolean("adopt") == true,
            [.. root.List("steps", 0).Select(JsonNodeWriter.Minified)]
        );
    }

    /// <summary>The document without its digest.</summary>
    private static void Write(Utf8JsonWriter writer, JsonObject document)
    {
        writer.WriteStartObject();
        foreach (var property in document.Properties.Where(p => p.Name != "digest"))
        {
            writer.WritePropertyName(property.Name);
            writer.WriteNode(property.Value);
        }
        writer.WriteEndObject();
    }
}
