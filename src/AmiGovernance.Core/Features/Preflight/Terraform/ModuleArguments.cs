using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.HclSyntax;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Features.Preflight.Terraform;

/// <param name="Path">Of the argument, and of the members of maps within it.</param>
/// <param name="Form">What the value says of the image.</param>
internal sealed record ModuleArgument(string Path, HclExpression Value, ImageForm Form);

/// <summary>
/// What a module that is not at hand takes as an image, by the names of arguments; also within maps and lists, such as the node groups of a
/// cluster.
/// </summary>
internal static class ModuleArguments
{
    private const string Type = "ami_type";

    /// <summary>Of terraform-aws-modules/ec2-instance, where no image is given.</summary>
    private const string Parameter = "ami_ssm_parameter";

    /// <summary>
    /// Without an id, it gives the type to EKS, or takes AWS's own parameter for it. Another module may mean anything by a word.
    /// </summary>
    private const string Eks = "terraform-aws-modules/eks/aws";

    /// <param name="evaluate">Says what a value stands for.</param>
    public static IEnumerable<ModuleArgument> Of(HclBody call, Func<HclExpression, Resolved> evaluate)
    {
        var hasImage = call.Attributes.Any(a => IsImage(a.Name, a.Value));
        var named = call.Attributes.SelectMany(a => In(a.Name, a.Name, a.Value, hasImage)).ToArray();
        var given = call
            .Attributes.Where(a => named.All(n => n.Value != a.Value) && IsOfParameter(a.Name, evaluate(a.Value)))
            .Select(a => new ModuleArgument(a.Name, a.Value, ImageForm.Id));
        return named.Concat(given);
    }

    /// <summary>Of a parameter that AWS or a publisher keeps for images, or of any where the argument is called as one.</summary>
    private static bool IsOfParameter(string name, Resolved value)
    {
        while (value is ResolvedDefault given)
            value = given.Value;
        return value is ResolvedImages images
            && images
                .Images.OfType<ImageOfParameter>()
                .Any(p => IsLikely(name) || PublicParameters.Of(p.Name) is not null);
    }

    private static bool IsLikely(string name) =>
        name.Split('_').Any(w => w is "ami" or "amis") || name.Contains("image_id", StringComparison.Ordinal);

    public static bool IsOfEks(HclBody call) =>
        (call["source"] as HclTemplate)?.Constant is { } source
        && (source == Eks || source.StartsWith($"{Eks}//", StringComparison.Ordinal));

    /// <param name="hasImage">Whether an argument or member beside it names the image: then the type chooses nothing.</param>
    private static IEnumerable<ModuleArgument> In(string name, string path, HclExpression value, bool hasImage)
    {
        if (TerraformAttributes.Arguments.Contains(name))
            return IsNone(value) ? [] : [new ModuleArgument(path, value, ImageForm.Id)];
        if (name == Type)
            return hasImage ? [] : [new ModuleArgument(path, value, ImageForm.EksType)];
        if (name == Parameter)
            return hasImage || IsNone(value) ? [] : [new ModuleArgument(path, value, ImageForm.Parameter)];
        return value switch
        {
            HclObject map => InMap(path, map),
            HclTuple list => list.Items.SelectMany(i => In("", path, i, hasImage: false)),
            _ => [],
        };
    }

    private static IEnumerable<ModuleArgument> InMap(string path, HclObject map)
    {
        var hasImage = map.Items.Any(i => IsImage(i.Name ?? "", i.Value));
        return map.Items.SelectMany(i => In(i.Name ?? "", $"{path}.{i.Name}", i.Value, hasImage));
    }

    /// <summary>An id, or a launch template that may name one.</summary>
    private static bool IsImage(string name, HclExpression value) =>
        (TerraformAttributes.Arguments.Contains(name) && !IsNone(value))
        || name is "launch_template_id" or "launch_template_name";

    /// <summary>As modules say that no image is given.</summary>
    private static bool IsNone(HclExpression value) =>
        value is HclTemplate { Constant: "" } or HclLiteral { Text: "null" };
}
