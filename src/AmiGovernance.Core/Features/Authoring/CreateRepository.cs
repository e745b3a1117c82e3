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
    /// <summary>False with a report when nothing was written.</summary>
    /// <param name="bag">Has errors, too, when the files were written and the policies could not be generated.</param>
    public static bool Run(NewRepository repository, IFileStore files, DiagnosticBag bag)
    {
        var existing = repository.Files.Select(f => $"{repository.Folder}/{f.Path}").Where(files.Exists).ToList();
        foreach (var path in existing)
            bag.Report(
                OperationDiagnostics.WouldOverwrite,
                SourceLocation.OfFile(SourceText.Missing(path)),
                "the file exists already",
                "`amigov init` overwrites nothing: choose another folder, or move the file away"
            );
        if (existing.Count > 0 || !files.Write(repository.Folder, repository.Files, bag))
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
}
