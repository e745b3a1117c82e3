using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>Writes and reads plans of monitoring. A plan that was changed after it was written is refused.</summary>
public static class MonitoringPlanFile
{
    private static readonly string[] Optional = ["format_version", "log_group", "mail", "tags"];

    private static readonly string[] Required =
    [
        "partition",
        "account",
        "region",
        "creators",
        "denied_launches",
        "delete",
        "adopt",
        "steps",
        "digest",
    ];

    public static byte[] Write(MonitoringPlan plan) =>
        JsonText.WriteFile(writer => Write(writer, plan, withDigest: true));

    private static void Write(Utf8JsonWriter writer, MonitoringPlan plan, bool withDigest)
    {
        var (input, place, adopts, deletes) = plan.Request;
        writer.WriteStartObject();
        writer.WriteString("format_version", "1.0");
        writer.WriteString("partition", place.Partition);
        writer.WriteString("account", place.Account.Value);
        writer.WriteString("region", place.Region.Value);
        if (input.LogGroup.Length > 0)
            writer.WriteString("log_group", input.LogGroup);
        writer.WriteStrings("creators", input.Creators.Select(a => a.Value));
        writer.WriteNumber("denied_launches", input.DeniedLaunches);
        if (input.Mail is { } mail)
            writer.WriteString("mail", mail);
        writer.WriteTags("tags", input.Tags);
        writer.WriteBoolean("delete", deletes);
        writer.WriteBoolean("adopt", adopts);
        writer.WriteStartArray("steps");
        foreach (var step in plan.Steps)
            step.Write(writer);
        writer.WriteEndArray();
        if (withDigest)
            writer.WriteString("digest", ContentDigest.Of(w => Write(w, plan, withDigest: false)));
        writer.WriteEndObject();
    }

    private static readonly SourceUpkeep Upkeep = new()
    {
        WrittenAgain = "`amigov dashboard plan --out FILE` makes a new plan",
    };

    /// <summary>Null with a report when the file is no such plan, or was changed.</summary>
    public static ReviewedMonitoring? Read(SourceText source, DiagnosticBag bag)
    {
        var reading = Reading.Of(own =>
            JsonParser.Parse(source.KeptBy(Upkeep), own) is { } tree ? Read(tree, own) : null
        );
        reading.ReportTo(bag);
        return reading.IfSound;
    }

    private static ReviewedMonitoring? Read(JsonDocumentTree tree, DiagnosticBag bag)
    {
        if (ObjectReader.Open(tree, tree.Root, [.. Optional, .. Required], bag) is not { } root)
            return null;
        root.RequireVersion("1.0");
        foreach (var key in Required)
            root.Require(key);
        CheckDigest(root);

        var denied = root.Integer("denied_launches", 1, int.MaxValue);
        if (denied is null || ReadPlace(root) is not { } place)
            return null;
        var input = new MonitoringInput(
            root.Text("log_group") ?? "",
            place.Region,
            root.AccountIds("creators", 0),
            denied.Value
        )
        {
            Mail = root.Text("mail"),
            Tags = PlanFile.ReadTags(root),
        };
        var adopts = root.Boolean("adopt") == true;
        var deletes = root.Boolean("delete") == true;
        return new ReviewedMonitoring(
            new MonitoringRequest(input, place, adopts, deletes),
            [.. root.List("steps", 0).Select(JsonNodeWriter.Minified)]
        );
    }

    private static MonitoringPlace? ReadPlace(ObjectReader root)
    {
        var partition = root.Text("partition") ?? "";
        var region = root.Text("region") ?? "";
        if (root.AccountId("account") is not { } account)
            return null;
        if (RegionName.TryParse(region, out var name))
            return new MonitoringPlace(partition, account, name);

        root.Bag.Report(
            ConfigDiagnostics.InvalidText,
            root.Tree.At(root.Node["region"] ?? root.Node),
            $"`{region}` is no Region",
            "write it as eu-central-1"
        );
        return null;
    }

    private static void CheckDigest(ObjectReader root)
    {
        if (root.Text("digest") == ContentDigest.Of(w => WriteWithoutDigest(w, root.Node)))
            return;
        root.Bag.Report(
            PlanningDiagnostics.PlanChanged,
            root.Tree.At(root.Node["digest"] ?? root.Node),
            "the plan was changed after it was written",
            "make it again with `amigov dashboard plan --out`; what is applied must be what was reviewed"
        );
    }

    private static void WriteWithoutDigest(Utf8JsonWriter writer, JsonObject document)
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
