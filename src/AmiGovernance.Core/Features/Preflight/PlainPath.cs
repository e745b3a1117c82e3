namespace AmiGovernance.Core.Features.Preflight;

/// <summary>
/// One way of writing for a path that people and shells write in several: without `./`, doubled slashes and one at the end. `..` stays, for
/// what is before it may be a link.
/// </summary>
public static class PlainPath
{
    public const string Here = ".";

    public static string Of(string path)
    {
        var parts = path.Split('/').Where(part => part is not ("" or "."));
        var plain = (path.StartsWith('/') ? "/" : "") + string.Join('/', parts);
        return plain.Length > 0 ? plain : Here;
    }
}
