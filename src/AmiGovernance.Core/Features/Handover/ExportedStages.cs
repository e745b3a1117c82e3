using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Handover;

/// <summary>After an emergency nothing is enforced: the next export must not bring the stages back that the record still names.</summary>
public sealed class ExportedStages
{
    private readonly string folder;
    private readonly PolicyExport record;

    private ExportedStages(string folder, PolicyExport record)
    {
        this.folder = folder;
        this.record = record;
    }

    /// <summary>The record of the export.</summary>
    public string Path => $"{folder}/{PolicyExport.RecordPath}";

    public ImmutableArray<string> Targets => record.Stages;

    /// <summary>Null when no export enforces a stage; with a report where that cannot be read.</summary>
    /// <param name="files">The repository's.</param>
    /// <param name="configPath">Says where the files of the carrier stand.</param>
    /// <param name="bag">Takes the report.</param>
    public static ExportedStages? Find(IFileReader files, string configPath, DiagnosticBag bag)
    {
        if (RepositoryFiles.ReadConfig(files, configPath).Value?.Deployment.Folder is not { } folder)
            return null;
        var record = PolicyExport.Read(files, folder).ReportTo(bag);
        return record is { Stages.IsEmpty: false } ? new ExportedStages(folder, record) : null;
    }

    /// <summary>Takes them out of the record. False with a report when it cannot be written.</summary>
    public bool End(IFileStore files, DiagnosticBag bag)
    {
        var bytes = PolicyExportJson.Bytes(record with { Stages = [] });
        return files.Write(folder, [new GeneratedFile(PolicyExport.RecordPath, bytes)], bag);
    }
}
