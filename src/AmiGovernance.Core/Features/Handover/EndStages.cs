using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Handover;

/// <summary>After an emergency nothing is enforced: the next export must not bring the stages back.</summary>
public static class EndStages
{
    /// <summary>A record that cannot be written is left to the next export, which shows what it enforces.</summary>
    /// <param name="configPath">Says where the files of the carrier stand.</param>
    public static void Run(IFileStore files, string configPath)
    {
        if (RepositoryFiles.ReadConfig(files, configPath).Value?.Deployment.Folder is not { } folder)
            return;
        if (PolicyExport.Read(files, folder) is not { Stages.IsEmpty: false } record)
            return;
        var bytes = PolicyExportJson.Bytes(record with { Stages = [] });
        files.Write(folder, [new GeneratedFile(PolicyExport.RecordPath, bytes)], new DiagnosticBag());
    }
}
