using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.Trees;

namespace AmiGovernance.Core.Features.Preflight.Pulumi;

/// <summary>Finds images in what `pulumi stack export` writes: the inputs of resources of the providers aws and aws-native.</summary>
internal sealed class StackReader(ReferenceSink sink, TreeFile file)
{
    private const string Language = "pulumi";

    /// <summary>Stands in what Pulumi keeps secret (its documentation, "Secrets", `pulumi:secret`).</summary>
    private const string Secret = "4dabf18193072939515e22adb298388d";

    private const string Type = "amiType";

    /// <summary>How Pulumi spells what the Terraform provider calls `ami` and `image_id`.</summary>
    private static readonly string[] Names =
    [
        "ami",
        "imageId",
        "sourceAmiId",
        "customAmiId",
        "parentImage",
        "imageIdOverride",
    ];

    private static readonly PermissionNames Permission = new(
        ["group"],
        ["organizationArn", "organizationalUnitArn"],
        "accountId"
    );

    private static readonly PermissionNames Distribution = new(
        ["userGroups"],
        ["organizationArns", "organizationalUnitArns"],
        "userIds"
    );

    private readonly TreeLiterals literals = new(sink, file, Language) { Edit = null };

    public static bool IsStack(TreeNode root) => root.At("deployment", "resources") is TreeList;

    public void Read(TreeNode root)
    {
        foreach (var resource in root.At("deployment", "resources")?.Items ?? [])
            if (resource["type"]?.Text is { } type && resource["delete"]?.Text != "true")
                ReadResource(resource, type);
    }

    private void ReadResource(TreeNode resource, string type)
    {
        var inputs = resource["inputs"];
        Check(type, inputs);
        // What is an image itself, or a permission of one, launches nothing.
        if (NameOf(type) is "Ami" or "AmiFromInstance" or "AmiLaunchPermission")
            return;
        var isCopy = NameOf(type) == "AmiCopy";
        var place = new SourceLocation(file.Source, resource.Span);
        var use = new ImageUse(Language, Shown(resource["urn"]?.Text ?? type), place)
        {
            Action = isCopy ? ImageReference.CopyImage : ImageReference.RunInstances,
            Region = RegionTexts.Region(inputs?["region"]?.Text),
        };
        if (inputs is not null && type.StartsWith("aws", StringComparison.Ordinal))
            ReadImages(inputs, use);
        literals.ReadOf(inputs, use);
    }

    /// <summary>Without its package and module, such as `AmiCopy` of `aws:ec2/amiCopy:AmiCopy`.</summary>
    private static string NameOf(string type) => type[(type.LastIndexOf(':') + 1)..];

    /// <summary>The parser bounds the depth.</summary>
    private void ReadImages(TreeNode holder, ImageUse use)
    {
        foreach (var entry in holder.Entries)
            if (Names.Contains(entry.Name) || entry.Name == Type)
                ReadImage(entry.Value, use, entry.Name == Type);
            else
                ReadImages(entry.Value, use);
        foreach (var item in holder.Items)
            ReadImages(item, use);
    }

    private void ReadImage(TreeNode image, ImageUse use, bool isType)
    {
        var place = new SourceLocation(file.Source, image.Span);
        if (image is TreeText { IsNull: false } text)
        {
            var value = new ResolvedText(place, text.Value);
            sink.Take(isType ? EksTypes.Image(value) : value, use with { Place = place });
        }
        else if (image[Secret] is not null)
            sink.Take(new ResolvedOpen(place, "a value that Pulumi keeps secret"), use with { Place = place });
        else
            ReadImages(image, use);
    }

    private void Check(string type, TreeNode? inputs)
    {
        var texts = new TreeValues(file.Source, _ => null);
        if (NameOf(type) == "AmiLaunchPermission")
            TreeRules.ShareBelow(sink, texts.Evaluate, inputs, Permission);
        if (NameOf(type) == "DistributionConfiguration")
            TreeRules.ShareBelow(sink, texts.Evaluate, inputs, Distribution);
        if (NameOf(type) is "AmiCopy" or "AmiFromInstance" or "Ami")
            TreeRules.Name(sink, texts, inputs?["name"]);
        if (NameOf(type) == "AmiCopy" && inputs is not null && inputs["encrypted"]?.Text != "true")
            sink.Findings.Report(
                PreflightDiagnostics.Unencrypted,
                new SourceLocation(file.Source, inputs.Span),
                "the image is copied without `encrypted: true`"
            );
    }

    /// <summary>The type and the name of an URN.</summary>
    private static string Shown(string urn) => string.Join("::", urn.Split("::").TakeLast(2));
}
