using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.HclSyntax;

namespace AmiGovernance.Core.Features.Preflight.Terraform;

/// <summary>Unsafe patterns of resources: with whom images are shared, copies, names.</summary>
internal static class TerraformRules
{
    public static void Check(ReferenceSink sink, TerraformModule module, TerraformBlock resource)
    {
        Resolved? Value(HclBody body, string name) =>
            body[name] is { } expression ? module.Values.Evaluate(resource, expression) : null;
        var body = resource.Block.Body;
        switch (resource.Block.Label(0))
        {
            case "aws_ami_launch_permission":
                SharingRules.Groups(sink, Value(body, "group"));
                SharingRules.Accounts(sink, Value(body, "account_id"));
                SharingRules.Targets(sink, Value(body, "organization_arn"));
                SharingRules.Targets(sink, Value(body, "organizational_unit_arn"));
                break;
            case "aws_ami_copy":
                CheckCopy(sink, resource);
                Name(sink, Value(body, "name"));
                break;
            case "aws_ami" or "aws_ami_from_instance":
                Name(sink, Value(body, "name"));
                break;
            case "aws_imagebuilder_distribution_configuration":
                foreach (var permission in Permissions(body))
                {
                    SharingRules.Groups(sink, Value(permission, "user_groups"));
                    SharingRules.Accounts(sink, Value(permission, "user_ids"));
                    SharingRules.Targets(sink, Value(permission, "organization_arns"));
                    SharingRules.Targets(sink, Value(permission, "organizational_unit_arns"));
                }
                break;
        }
    }

    private static IEnumerable<HclBody> Permissions(HclBody body) =>
        body.Of("distribution")
            .SelectMany(d => d.Body.Of("ami_distribution_configuration"))
            .SelectMany(a => a.Body.Of("launch_permission"))
            .Select(p => p.Body);

    private static void Name(ReferenceSink sink, Resolved? name)
    {
        if (name is ResolvedText text)
            sink.AddName(text);
    }

    /// <summary>EC2 API reference, CopyImage: a copy is encrypted as its source is, unless it is asked for.</summary>
    private static void CheckCopy(ReferenceSink sink, TerraformBlock resource)
    {
        if (resource.Block.Body["encrypted"] is null or HclLiteral { Text: "false" })
            sink.Findings.Report(
                PreflightDiagnostics.Unencrypted,
                resource.At(resource.Block.Header),
                "the image is copied without `encrypted = true`"
            );
    }
}
