namespace AmiGovernance.Core.Features.Preflight.Files;

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

    /// <summary>Out of the working folder, or by a path that does not begin there.</summary>
    public static bool LeadsOut(string path) =>
        path == ".." || path.StartsWith("../", StringComparison.Ordinal) || path.StartsWith('/');

    /// <summary>Both lead out, or both do not.</summary>
    public static bool IsBelow(string path, string folder) =>
        path == folder
        || path.StartsWith($"{folder}/", StringComparison.Ordinal) && !LeadsOut(path[(folder.Length + 1)..]);

    /// <summary>A path as a file of the folder names it; `..` goes up, and stands at the start where it leads out.</summary>
    public static string Joined(string folder, string relative)
    {
        var steps = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var step in relative.Split('/', StringSplitOptions.RemoveEmptyEntries))
            if (step == ".." && steps.Count > 0 && steps[^1] != "..")
                steps.RemoveAt(steps.Count - 1);
            else if (step != ".")
                steps.Add(step);
        var joined = string.Join('/', steps.Where(s => s != "."));
        return folder.StartsWith('/') ? $"/{joined}" : joined;
    }
}
