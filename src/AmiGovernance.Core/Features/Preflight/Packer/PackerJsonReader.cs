using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.Trees;

namespace AmiGovernance.Core.Features.Preflight.Packer;

/// <summary>Finds images in Packer's JSON templates (Packer documentation, "Legacy JSON templates").</summary>
internal sealed class PackerJsonReader(ReferenceSink sink, TreeFile file)
{
    private const string Language = "packer";

    public static bool IsTemplate(TreeNode root) =>
        root["builders"]?.Items.Any(b => b["type"]?.Text?.StartsWith("amazon-", StringComparison.Ordinal) == true)
        == true;

    public void Read(TreeNode root)
    {
        var values = new TreeValues(file.Source, name => root.At("variables", name));
        foreach (var builder in root["builders"]?.Items ?? [])
            if (builder["type"]?.Text?.StartsWith("amazon-", StringComparison.Ordinal) == true)
                ReadBuilder(builder, values);
        new TreeLiterals(sink, file, Language).Read(root);
    }

    private void ReadBuilder(TreeNode builder, TreeValues values)
    {
        var use = new ImageUse(
            Language,
            $"builder {builder["name"]?.Text ?? builder["type"]?.Text}",
            values.At(builder)
        )
        {
            Region = RegionTexts.Region(values.Evaluate(builder["region"])),
            Edit = TreeEdits.Id,
        };
        if (builder["source_ami"] is { } source)
            sink.Take(values.Evaluate(source) ?? values.Open(source), use);
        if (builder["source_ami_filter"] is { } filter)
            ReadFilter(filter, use, values);
        TreeRules.Share(
            sink,
            values,
            builder,
            ["ami_groups", "snapshot_groups"],
            ["ami_org_arns", "ami_ou_arns"],
            "ami_users"
        );
        TreeRules.Name(sink, values, builder["ami_name"]);
        if (builder["ami_regions"] is not null && builder["encrypt_boot"]?.Text != "true")
            sink.Findings.Report(
                PreflightDiagnostics.Unencrypted,
                values.At(builder["ami_regions"]!),
                "the image is copied to other Regions without `encrypt_boot`"
            );
    }

    private void ReadFilter(TreeNode filter, ImageUse use, TreeValues values)
    {
        var lookup = new ImageLookup(values.At(filter))
        {
            Owners = values.Evaluate(filter["owners"] ?? filter.At("filters", "owner-id")),
            Names = values.Evaluate(filter.At("filters", "name")),
            Ids = values.Evaluate(filter.At("filters", "image-id")),
            TakesNewest = filter["most_recent"]?.Text == "true",
        };
        sink.Take(lookup.Found("source_ami_filter"), use);
        LookupRules.Check(sink, lookup);
    }
}
