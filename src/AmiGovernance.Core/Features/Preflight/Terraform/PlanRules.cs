using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.Trees;

namespace AmiGovernance.Core.Features.Preflight.Terraform;

/// <summary>Unsafe patterns of resources in a plan or a state: with whom images are shared, copies, names.</summary>
internal static class PlanRules
{
    private static readonly PermissionNames Permission = new(
        ["group"],
        ["organization_arn", "organizational_unit_arn"],
        "account_id"
    );

    private static readonly PermissionNames Distribution = new(
        ["user_groups"],
        ["organization_arns", "organizational_unit_arns"],
        "user_ids"
    );

    /// <summary>What is an image itself, or a permission of one: that it has an id launches nothing.</summary>
    public static bool IsImage(string type) =>
        type is "aws_ami" or "aws_ami_copy" or "aws_ami_from_instance" or "aws_ami_launch_permission"
        || type is "aws_imagebuilder_image";

    public static void Check(ReferenceSink sink, TreeFile file, string type, TreeNode? values)
    {
        var texts = new TreeValues(file.Source, _ => null);
        switch (type)
        {
            case "aws_ami_launch_permission":
                TreeRules.ShareBelow(sink, texts.Evaluate, values, Permission);
                break;
            case "aws_imagebuilder_distribution_configuration":
                TreeRules.ShareBelow(sink, texts.Evaluate, values?["distribution"], Distribution);
                break;
            case "aws_ami_copy":
                TreeRules.Name(sink, texts, values?["name"]);
                if (values is not null && values["encrypted"]?.Text != "true")
                    sink.Findings.Report(
                        PreflightDiagnostics.Unencrypted,
                        new SourceLocation(file.Source, (values["encrypted"] ?? values).Span),
                        "the image is copied without `encrypted = true`"
                    );
                break;
            case "aws_ami" or "aws_ami_from_instance":
                TreeRules.Name(sink, texts, values?["name"]);
                break;
        }
    }
}
