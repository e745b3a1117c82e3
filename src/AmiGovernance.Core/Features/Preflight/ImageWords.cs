using AmiGovernance.Core.Features.Preflight.Found;

namespace AmiGovernance.Core.Features.Preflight;

/// <summary>Images of files in words; text of others.</summary>
public static class ImageWords
{
    /// <param name="isLaunch">With what is done with it.</param>
    public static string Of(ImageReference reference, NamedImage image, bool isLaunch = false)
    {
        var words = Of(image, reference.Written);
        if (!isLaunch)
            return words;
        return reference.Action == ImageReference.CopyImage ? $"a copy of {words}" : $"a launch of {words}";
    }

    private static string Of(NamedImage image, string written) =>
        image switch
        {
            ImageOfId named => named.Id,
            ImageOfOwner { Owner: ImageOfOwner.Self, Names: { } names } => $"the account's own image `{names}`",
            ImageOfOwner { Owner: ImageOfOwner.Self } => "the account's own image",
            ImageOfOwner { Names: { } names } looked => $"an image `{names}` of {looked.Owner}",
            ImageOfOwner looked => $"an image of {looked.Owner}",
            ImageOfParameter parameter => $"the image of the parameter `{parameter.Name}`",
            _ => $"`{written}`",
        };

    /// <summary>With a blank before it.</summary>
    public static string Where(ImageJudgement judgement) =>
        judgement.Account is { } account ? $" for {account} in {judgement.Region}" : $" in {judgement.Region}";
}
