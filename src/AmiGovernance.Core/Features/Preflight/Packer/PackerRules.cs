using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.HclSyntax;
using AmiGovernance.Core.Features.Preflight.Terraform;

namespace AmiGovernance.Core.Features.Preflight.Packer;

/// <summary>Unsafe patterns of builders: with whom images are shared, copies, names.</summary>
internal static class PackerRules
{
    /// <param name="around">What the source adds to; null for none.</param>
    public static void Check(ReferenceSink sink, TerraformModule module, TerraformBlock source, TerraformBlock? around)
    {
        Resolved? Value(string name) =>
            source.Block.Body[name] is { } expression ? module.Values.Evaluate(source, expression) : null;
        SharingRules.Groups(sink, Value("ami_groups"));
        SharingRules.Groups(sink, Value("snapshot_groups"));
        SharingRules.Targets(sink, Value("ami_org_arns"));
        SharingRules.Targets(sink, Value("ami_ou_arns"));
        SharingRules.Accounts(sink, Value("ami_users"));
        if (Value("ami_name") is ResolvedText name)
            sink.AddName(name);
        var encrypt = source.Block.Body["encrypt_boot"] ?? around?.Block.Body["encrypt_boot"];
        var isEncrypted = encrypt is HclLiteral { Text: "true" } or HclName or HclAttributeOf;
        if (source.Block.Body["ami_regions"] is { } regions && !isEncrypted)
            sink.Findings.Report(
                PreflightDiagnostics.Unencrypted,
                source.At(regions.Span),
                "the image is copied to other Regions without `encrypt_boot`"
            );
    }
}
