namespace AmiGovernance.Core.Features.Bundles;

/// <summary>Paths within a bundle: relative, with `/`, and never up.</summary>
public static class BundlePath
{
    /// <summary>In characters.</summary>
    private const int MaxLength = 255;

    public static bool IsSafe(string path) =>
        path.Length is > 0 and <= MaxLength
        && !path.Any(c => c is '\\' or ':' || char.IsControl(c))
        && path.Split('/').All(part => part is not ("" or "." or ".."));

    /// <summary>Without `./`; null for what does not lie below the folder of the repository.</summary>
    public static string? Of(string path)
    {
        var isRooted = path.StartsWith('/');
        var parts = path.Replace('\\', '/').Split('/').Where(part => part is not ("" or "."));
        var plain = string.Join('/', parts);
        return !isRooted && IsSafe(plain) ? plain : null;
    }
}
