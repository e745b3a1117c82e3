using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Handover;

/// <summary>Stages that the repository knows of elsewhere than in the folder of an export.</summary>
/// <param name="Path">The record that names them, in words.</param>
internal sealed record EarlierStages(string Path, ImmutableArray<string> Stages)
{
    /// <summary>Null when there are none; with a report when a record cannot be read.</summary>
    /// <param name="folder">Of the export, which is not looked at.</param>
    /// <param name="deployment">Names the folder that is the usual one.</param>
    /// <param name="files">Of the repository.</param>
    /// <param name="bag">Takes the report.</param>
    public static EarlierStages? Find(string folder, DeploymentConfig deployment, IFileReader files, DiagnosticBag bag)
    {
        var folders = Carriers
            .Others.Select(name => DeploymentConfig.DefaultPath(Carriers.FromName(name) ?? default))
            .Append(deployment.Folder)
            .Distinct(StringComparer.Ordinal);
        foreach (var other in folders.Where(f => f != folder))
            if (PolicyExport.Read(files, other).ReportTo(bag) is { Stages.IsEmpty: false } record)
                return new EarlierStages($"{other}/{PolicyExport.RecordPath}", record.Stages);
        var deployed = DeploymentLog.StagesIn(files);
        return deployed.IsEmpty ? null : new EarlierStages($"the record in {DeploymentLog.Folder}/", deployed);
    }
}
