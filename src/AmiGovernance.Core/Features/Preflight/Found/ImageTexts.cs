using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Preflight.Found;

/// <summary>Reads what AWS takes where an image is named: an id, a parameter, or an image of Image Builder.</summary>
internal static class ImageTexts
{
    private const string Resolve = "resolve:ssm:";

    /// <summary>Image Builder's (API reference, CreateImageRecipe, `parentImage`).</summary>
    private const string Parameter = "ssm:";

    /// <summary>Of a text in a message.</summary>
    public const int LongestShown = 60;

    /// <summary>A text of a file, as messages name it.</summary>
    public static string Shown(string text) => Shortened.Text(text, LongestShown);

    public static NamedImage Image(string text)
    {
        if (ImageId.IsValid(text))
            return new ImageOfId(text);
        if (text.StartsWith(Resolve, StringComparison.Ordinal))
            return new ImageOfParameter(WithoutVersion(text[Resolve.Length..]));
        if (text.StartsWith(Parameter, StringComparison.Ordinal))
            return new ImageOfParameter(WithoutVersion(text[Parameter.Length..]));
        if (Arn.TryParse(text, out var arn) && arn.Service == "imagebuilder")
            return OfImageBuilder(arn);
        return new OpenImage(text.Length == 0 ? "the text is empty" : $"`{Shown(text)}` is no id of an image");
    }

    /// <summary>Images that AWS manages have `aws` for the account (Image Builder user guide, "Use managed images").</summary>
    private static NamedImage OfImageBuilder(Arn arn)
    {
        if (arn.Account == "aws")
            return new ImageOfOwner(OwnerAlias.Amazon.IamName());
        return AccountId.IsValid(arn.Account)
            ? new ImageOfOwner(arn.Account)
            : new OpenImage($"whose `{arn.Resource}` of Image Builder is");
    }

    /// <summary>`name:3` and `name:label` (EC2 user guide, "Use a Systems Manager parameter instead of an AMI ID").</summary>
    private static string WithoutVersion(string name)
    {
        if (name.StartsWith("arn:", StringComparison.Ordinal))
            return name;
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? name : name[..colon];
    }
}
