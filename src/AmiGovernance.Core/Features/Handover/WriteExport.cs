using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Handover;

/// <summary>Puts the files of an export into its folder, and takes away what an earlier one left there.</summary>
public sealed partial class WriteExport(IFileStore files)
{
    /// <summary>The files that are not as the export makes them, or that it makes no more.</summary>
    public ImmutableArray<string> Stale(PolicyExport export) =>
        [.. export.Contents.Where(f => !IsSame(export.Folder, f)).Select(f => f.Path), .. LeftOver(export)];

    /// <summary>False with a report when they cannot be written.</summary>
    /// <param name="bag">Takes the report.</param>
    public bool Run(PolicyExport export, DiagnosticBag bag)
    {
        var leftOver = LeftOver(export);
        if (!AreOwn(export, bag) || !files.Write(export.Folder, export.Contents, bag))
            return false;
        foreach (var path in leftOver)
            files.Delete($"{export.Folder}/{path}");
        return true;
    }

    /// <summary>What the record of the earlier export does not name was not written by one.</summary>
    private bool AreOwn(PolicyExport export, DiagnosticBag bag)
    {
        // Nobody else has a file of the record's name, not even one that cannot be read.
        HashSet<string> earlier =
        [
            PolicyExport.RecordPath,
            .. PolicyExport.Read(files, export.Folder).Value?.Files ?? [],
        ];
        var isOwn = true;
        foreach (var file in export.Contents.Where(f => !earlier.Contains(f.Path)))
            isOwn &= Replacement.IsOwn(
                $"{export.Folder}/{file.Path}",
                there => there.HasBytes(file.Bytes),
                $"name another folder with `--out`, or move it away; {PolicyExport.RecordPath} names what an export wrote",
                files,
                bag
            );
        return isOwn;
    }

    private bool IsSame(string folder, GeneratedFile file) =>
        Read($"{folder}/{file.Path}")?.HasBytes(file.Bytes) == true;

    private SourceText? Read(string path) => files.Exists(path) ? Reading.Of(bag => files.Read(path, bag)).Value : null;

    /// <summary>
    /// What the record of the earlier export names, of what an export for any carrier writes at all: a record that was changed must not
    /// name another file.
    /// </summary>
    private ImmutableArray<string> LeftOver(PolicyExport export)
    {
        var earlier = PolicyExport.Read(files, export.Folder).Value?.Files ?? [];
        var there = files.List(export.Folder).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. earlier
                .Except(export.Files)
                .Where(p => IsOfExport().IsMatch(p) && there.Contains($"{export.Folder}/{p}")),
        ];
    }

    [GeneratedRegex(
        @"^(?:(?:policies|templates|service-control-policies|declarative-policies)/[A-Za-z0-9][A-Za-z0-9._-]*\.json"
            + @"|(?:ami-governance|imports)\.tf"
            + @"|(?:ami-governance\.template|create-stack-set|create-stack-instances)\.json"
            + @"|(?:organization-config|manifest)\.ami-governance\.yaml)\z"
    )]
    private static partial Regex IsOfExport();
}
