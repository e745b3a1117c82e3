namespace AmiGovernance.Core.Policies.Declarative;

/// <summary>
/// Limits of `allowed_images_settings` (AWS Organizations user guide, "EC2 policy syntax and examples"; EC2 API reference,
/// ImageCriterionRequest).
/// </summary>
public static class AllowedImagesLimits
{
    public const int Criteria = 10;
    public const int Providers = 200;
    public const int ImageNames = 50;
    public const int ProductCodes = 50;
    public const int Watermarks = 50;

    /// <summary>Null when the value is legal.</summary>
    public static string? ImageNameProblem(string name)
    {
        if (name.Length is 0 or > 128)
            return "an image name pattern has 1 to 128 characters";
        if (!name.All(IsNameCharacter))
            return "an image name has letters, digits, spaces and `()[]./-'@_`, and a pattern `*` and `?` too";
        var isTooShort = name.Contains('?', StringComparison.Ordinal) && name.Length < 3;
        return isTooShort ? "a pattern with `?` needs at least 3 characters" : null;
    }

    private static bool IsNameCharacter(char c) =>
        char.IsAsciiLetterOrDigit(c) || " ()[]./-'@_*?".Contains(c, StringComparison.Ordinal);

    /// <summary>Null when the value is legal.</summary>
    public static string? ProductCodeProblem(string code) =>
        code.Length is 0 or > 25 || !code.All(char.IsAsciiLetterOrDigit)
            ? "a marketplace product code is 1 to 25 letters and digits"
            : null;
}
