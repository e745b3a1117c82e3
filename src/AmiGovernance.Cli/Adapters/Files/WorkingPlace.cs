namespace AmiGovernance.Cli.Adapters.Files;

/// <summary>The governance repository in which a command runs: the one around the user's folder, as git finds its own.</summary>
/// <param name="Root">The repository's folder; the folder that the user is in where there is none around it.</param>
/// <param name="Start">The folder that the user is in, relative to the root and with `/`; empty for the root.</param>
/// <param name="Config">A configuration elsewhere, by the environment; null for the repository's own.</param>
internal sealed record WorkingPlace(string Root, string Start, string? Config)
{
    /// <summary>The environment names the configuration, or the repository by it.</summary>
    public bool IsNamed { get; init; }

    /// <summary>Names the configuration; what is in `config/` of a repository names the repository.</summary>
    public const string Variable = "AMIGOV_CONFIG";

    private static readonly string ConfigFile = Path.Combine("config", "ami_publishers.json");

    /// <param name="current">The folder that the user is in.</param>
    /// <param name="named">The value of <see cref="Variable"/>.</param>
    public static WorkingPlace Of(string current, string? named)
    {
        if (string.IsNullOrEmpty(named))
            return In(current, Above(current) ?? current, null);
        var config = Path.GetFullPath(named, current);
        var isOfRepository =
            config.EndsWith(Path.DirectorySeparatorChar + ConfigFile, StringComparison.Ordinal)
            && Directory.Exists(config[..^ConfigFile.Length]);
        var place = isOfRepository
            ? In(current, config[..^(ConfigFile.Length + 1)], null)
            : In(current, Above(current) ?? current, config);
        return place with { IsNamed = true };
    }

    private static WorkingPlace In(string current, string root, string? config)
    {
        var folder = root.Length == 0 ? Path.GetPathRoot(current) ?? current : root;
        var start = Path.GetRelativePath(folder, current).Replace('\\', '/');
        return new WorkingPlace(folder, start == "." ? "" : start, config);
    }

    /// <summary>The nearest folder with a configuration, or null; what is above a git repository is another project.</summary>
    private static string? Above(string current)
    {
        for (var folder = current; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, ConfigFile)))
                return folder;
            if (Path.Exists(Path.Combine(folder, ".git")))
                return null;
        }
        return null;
    }
}
