using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Handover;

/// <summary>After an emergency nothing is enforced: the next export must not bring the stages back.</summary>
public static class EndStages
{
    /// <summary>The record that still names stages, with a report, when it cannot be written; otherwise null.</summary>
    /// <param name="configPath">Says where the files of the carrier stand.</param>
    public static string? Run(IFileStore files, string configPath, DiagnosticBag bag)
    {
        if (RepositoryFiles.ReadConfig(files, configPath).Value?.Deployment.Folder is not { } folder)
            return null;
        if (PolicyExport.Read(files, folder) is not { Stages.IsEmpty: false } record)
            return null;
        var bytes = PolicyExportJson.Bytes(record with { Stages = [] });
        return files.Write(folder, [new GeneratedFile(PolicyExport.RecordPath, bytes)], bag)
            ? null
            : $"{folder}/{PolicyExport.RecordPath}";
    }
}
