namespace AmiGovernance.Cli.Adapters.Files;

/// <summary>
/// What is read and written by a path below the working folder stays in the repository: a file, or a folder such as `requests/`, may be a
/// link that somebody else has committed. Git's own folder, which may hold a token, is not of it. A path that leads out by itself was
/// named by the user.
/// </summary>
internal sealed class RepositoryBounds(string root)
{
    /// <summary>As the kernel's (path_resolution(7)).</summary>
    private const int MostLinks = 40;

    private readonly string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    private string? inside;

    /// <summary>The link, relative to the root, by which a path leads out of the repository; null when it stays inside.</summary>
    /// <param name="full">Need not exist.</param>
    /// <param name="followsLast">Whether a link at the end is followed too, and not replaced.</param>
    public string? LinkOut(string full, bool followsLast)
    {
        if (!IsBelow(full, root))
            return null;
        inside ??= Real(Top());
        var at = root;
        var parts = Path.GetRelativePath(root, full).Split(Path.DirectorySeparatorChar);
        for (var i = 0; i < parts.Length; i++)
        {
            at = Path.Combine(at, parts[i]);
            if ((i < parts.Length - 1 || followsLast) && IsLink(at) && !IsInside(Real(at)))
                return Path.GetRelativePath(root, at).Replace('\\', '/');
        }
        return null;
    }

    private bool IsInside(string real) => IsBelow(real, inside!) && !IsBelow(real, Path.Combine(inside!, ".git"));

    /// <summary>The folder with `.git` around the root; the root where there is none.</summary>
    private string Top()
    {
        for (var folder = root; folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.Exists(Path.Combine(folder, ".git")))
                return folder;
        return root;
    }

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static bool IsBelow(string path, string folder) =>
        path == folder
        || path.StartsWith(
            folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar,
            StringComparison.Ordinal
        );

    /// <summary>With all links followed, whether or not the end exists; links without end stay where they are.</summary>
    private static string Real(string path)
    {
        for (var links = 0; links < MostLinks; links++)
        {
            if (FirstLink(path) is not (var link, var target))
                return path;
            var rest = path[link.Length..].TrimStart(Path.DirectorySeparatorChar);
            path = Path.TrimEndingDirectorySeparator(
                Path.GetFullPath(Path.Combine(target, rest), Path.GetDirectoryName(link) ?? "/")
            );
        }
        return path;
    }

    private static (string Link, string Target)? FirstLink(string path)
    {
        // A drive alone, such as `C:`, is the folder that Windows is in there.
        var root = Path.GetPathRoot(path)?.Length ?? 0;
        for (
            var end = path.IndexOf(Path.DirectorySeparatorChar, root);
            ;
            end = path.IndexOf(Path.DirectorySeparatorChar, end + 1)
        )
        {
            var part = end < 0 ? path : path[..end];
            if (new FileInfo(part).LinkTarget is { } target)
                return (part, target);
            if (end < 0)
                return null;
        }
    }
}
