using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Handover;

/// <summary>Puts the files of an export into its folder, and takes away what an earlier one left there.</summary>
public sealed class WriteExport(IFileStore files)
{
    /// <summary>The files that are not as the export makes them, or that it makes no more.</summary>
    /// <param name="folder">Of the export.</param>
    public ImmutableArray<string> Stale(PolicyExport export, string folder) =>
        [.. export.Contents.Where(f => !IsSame(folder, f)).Select(f => f.Path), .. LeftOver(export, folder)];

    /// <summary>False with a report when they cannot be written.</summary>
    /// <param name="folder">Of the export.</param>
    /// <param name="bag">Takes the report.</param>
    public bool Run(PolicyExport export, string folder, DiagnosticBag bag)
    {
        var leftOver = LeftOver(export, folder);
        if (!files.Write(folder, export.Contents, bag))
            return false;
        foreach (var path in leftOver)
            files.Delete($"{folder}/{path}");
        return true;
    }

    private bool IsSame(string folder, GeneratedFile file) =>
        Read($"{folder}/{file.Path}")?.HasBytes(file.Bytes) == true;

    private SourceText? Read(string path) => files.Exists(path) ? Reading.Of(bag => files.Read(path, bag)).Value : null;

    /// <summary>What the record of the earlier export names. A record that was changed must not name a file elsewhere.</summary>
    private ImmutableArray<string> LeftOver(PolicyExport export, string folder)
    {
        var earlier = Earlier(folder);
        var there = files.List(folder).ToHashSet(StringComparer.Ordinal);
        return [.. earlier.Except(export.Files).Where(p => there.Contains($"{folder}/{p}"))];
    }

    private ImmutableArray<string> Earlier(string folder)
    {
        if (Read($"{folder}/{ExportPolicies.RecordPath}") is not { } source)
            return [];
        try
        {
            var record = JsonSerializer.Deserialize(source.Bytes.Span, PolicyExportJson.Default.PolicyExport);
            return record is { Files.IsDefault: false } ? record.Files : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
