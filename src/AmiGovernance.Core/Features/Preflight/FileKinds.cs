namespace AmiGovernance.Core.Features.Preflight;

/// <summary>How a file is read.</summary>
internal enum FileKind
{
    /// <summary>Not at all.</summary>
    None,
    Hcl,
    Packer,

    /// <summary>Variables of Terraform or Packer, in JSON.</summary>
    HclVariables,
    PackerVariables,

    /// <summary>Configurations in JSON, whose syntax is not read.</summary>
    HclJson,
    Json,
    Yaml,
    Shell,

    /// <summary>In a language that is not read: that it names an image is told.</summary>
    Other,

    /// <summary>Named by itself, whatever its name.</summary>
    Any,
}

/// <summary>Tells files that can matter by their names.</summary>
internal static class FileKinds
{
    /// <summary>What tools fetch or keep for themselves.</summary>
    private static readonly string[] SkippedFolders = [".git", ".terraform", "node_modules", ".venv", "__pycache__"];

    private static readonly (string Ending, FileKind Kind)[] Endings =
    [
        (".pkr.hcl", FileKind.Packer),
        (".pkrvars.hcl", FileKind.Packer),
        (".tf", FileKind.Hcl),
        (".tofu", FileKind.Hcl),
        (".tfvars", FileKind.Hcl),
        (".tfvars.json", FileKind.HclVariables),
        (".tf.json", FileKind.HclJson),
        (".tofu.json", FileKind.HclJson),
        (".pkr.json", FileKind.HclJson),
        (".pkrvars.json", FileKind.PackerVariables),
        (".json", FileKind.Json),
        (".yaml", FileKind.Yaml),
        (".yml", FileKind.Yaml),
        (".template", FileKind.Yaml),
        (".sh", FileKind.Shell),
        (".bash", FileKind.Shell),
        (".hcl", FileKind.Other),
    ];

    /// <summary>Of all files that are read by their names.</summary>
    public static IEnumerable<string> AllEndings =>
        Endings.Where(e => e.Kind is not (FileKind.HclJson or FileKind.Other)).Select(e => e.Ending);

    /// <param name="path">Below the folder that was named.</param>
    public static bool IsSkipped(string path) => path.Split('/').Any(s => SkippedFolders.Contains(s));

    public static FileKind Of(string path)
    {
        foreach (var (ending, kind) in Endings)
            if (path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                return kind;
        return FileKind.None;
    }

    /// <summary>A file that is named is read, whatever its name.</summary>
    public static FileKind OfNamed(string path) => Of(path) is var kind and not FileKind.None ? kind : FileKind.Any;

    /// <summary>What is read together, as one module: all of Terraform, or all of Packer.</summary>
    /// <returns>Of the configurations; <see cref="FileKind.None"/> for files that stand for themselves.</returns>
    public static FileKind ModuleOf(FileKind kind) =>
        kind switch
        {
            FileKind.Hcl or FileKind.HclVariables or FileKind.HclJson => FileKind.Hcl,
            FileKind.Packer or FileKind.PackerVariables => FileKind.Packer,
            _ => FileKind.None,
        };
}
