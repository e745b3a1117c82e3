using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Preflight.Found;

/// <summary>
/// The images that EKS chooses by a type (EKS API reference, Nodegroup, `amiType`). Those of Amazon Linux and Windows are looked up with
/// the owner `amazon` in its user guide; whose Bottlerocket's are differs by Region.
/// </summary>
internal static class EksTypes
{
    private const string Custom = "CUSTOM";

    public static Resolved Image(Resolved type)
    {
        if (ResolvedTexts.Texts(type) is not { Count: > 0 } texts)
            return type is ResolvedText or ResolvedMap
                ? new ResolvedOpen(type.Place, "which images EKS chooses")
                : type;
        var choices = texts.Where(t => t.Value != Custom).Select(t => Of(t.Place, t.Value));
        return ResolvedTexts.Resting(new ResolvedAny(type.Place, [.. choices]), type);
    }

    private static ResolvedImages Of(SourceLocation place, string type)
    {
        var isAmazon =
            type.StartsWith("AL2", StringComparison.Ordinal) || type.StartsWith("WINDOWS_", StringComparison.Ordinal);
        NamedImage image = isAmazon
            ? new ImageOfOwner(OwnerAlias.Amazon.IamName(), "amazon-eks-node-*")
            : new OpenImage($"whose the images of `{type}` are");
        return new ResolvedImages(place, [image]);
    }
}
