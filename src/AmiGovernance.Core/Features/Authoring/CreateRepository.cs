using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Authoring;

/// <param name="Files">All that it begins with but the generated policies; paths relative to the folder.</param>
/// <param name="ConfigPath">Which of the files is the configuration.</param>
public sealed record NewRepository(
    string Folder,
    IReadOnlyList<GeneratedFile> Files,
    string ConfigPath,
    DateOnly Today
);

/// <summary>Writes a new governance repository and generates its policies. Overwrites nothing.</summary>
public static class CreateRepository
{
    private const int MostFolders = 64;
    private const int MostNamed = 12;

    private const string Refresh =
        "`amigov init --refresh` there brings its CI, schemas and editor settings to this version";

    /// <summary>False with a report when nothing was written.</summary>
    /// <param name="bag">Has errors, too, when the files were written and the policies could not be generated.</param>
    public static bool Run(NewRepository repository, IFileStore files, DiagnosticBag bag)
    {
        if (Refused(repository, files) is { } reason)
        {
            bag.Add(reason);
            return false;
        }
        if (!files.Write(repository.Folder, repository.Files, bag))
            return false;
        var request = new GenerateRequest(
            $"{repository.Folder}/{repository.ConfigPath}",
            $"{repository.Folder}/dist",
            repository.Today,
            null,
            CheckOnly: false
        );
        GeneratePolicies.Run(request, files, bag);
        return true;
    }

    /// <summary>One finding, however many files are in the way; null when none is.</summary>
    private static Diagnostic? Refused(NewRepository repository, IFileReader files)
    {
        var config = $"{repository.Folder}/{repository.ConfigPath}";
        if (files.Exists(config))
            return Refusal(config, "the folder holds a governance repository already", Refresh);
        if (Around(repository, files) is { } outer)
            return Refusal(
                repository.Folder,
                $"the folder is inside the governance repository `{outer}`: one would be nested in the other",
                $"choose a folder outside; {Refresh}"
            );
        var existing = repository.Files.Select(f => $"{repository.Folder}/{f.Path}").Where(files.Exists).ToList();
        if (existing.Count == 0)
            return null;
        var others = existing.Skip(1).Select(path => $"`{path}`").ToList();
        var more = others.Count > 0 ? $"; so do {Shortened.List(others, MostNamed)}" : "";
        return Refusal(
            existing[0],
            $"the file exists already{more}",
            "`amigov init` overwrites nothing: choose another folder, or move what is in the way"
        );
    }

    /// <summary>The repository that the folder is in; null when it is in none.</summary>
    private static string? Around(NewRepository repository, IFileReader files) =>
        Above(repository.Folder).FirstOrDefault(folder => files.Exists($"{folder}/{repository.ConfigPath}"));

    /// <summary>The folders above one, the nearest first, up to the working folder; of one elsewhere, as far as there can be any.</summary>
    private static IEnumerable<string> Above(string folder)
    {
        var parts = Parts(folder);
        // Above the root of the disk is the root again.
        for (var climbed = 0; parts is not ([] or [""]) && climbed < MostFolders; climbed++)
        {
            if (parts[^1] == "..")
                parts.Add("..");
            else
                parts.RemoveAt(parts.Count - 1);
            yield return parts.Count == 0 ? "." : string.Join('/', parts);
        }
    }

    /// <summary>`..` stands at the beginning only; a path from the root of the disk begins with an empty part.</summary>
    private static List<string> Parts(string folder)
    {
        var parts = new List<string>();
        foreach (var (at, part) in folder.Replace('\\', '/').Split('/').Index())
            if (part == ".." && parts is [.., not ".."])
                parts.RemoveAt(parts.Count - 1);
            else if (part != "." && (part.Length > 0 || at == 0))
                parts.Add(part);
        return parts;
    }

    private static Diagnostic Refusal(string path, string message, string help) =>
        Diagnostic.About(path, OperationDiagnostics.WouldOverwrite, message, help);
}
