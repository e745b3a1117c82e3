using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.History;

/// <param name="Ends">What was joined.</param>
/// <param name="Lost">The deployment that AWS knows and that was given up; null for none.</param>
/// <param name="Path">The file of the entry that joins; null when there was nothing to join.</param>
public sealed record MergedHistory(ImmutableArray<DeploymentFile> Ends, string? Lost, string? Path)
{
    /// <summary>An emergency that ended here meanwhile, which no lock holds up: it is an end beside; null for none.</summary>
    public Diagnostic? Beside { get; init; }
}

/// <summary>
/// Joins what clones deployed without each other's record. Nothing is taken away: an entry is added that follows all ends.
/// </summary>
/// <param name="aws">Knows the last deployment.</param>
/// <param name="files">The record.</param>
/// <param name="time">Of the entry.</param>
public sealed class MergeHistory(IOrganizationsReader aws, IFileStore files, TimeProvider time)
{
    /// <summary>Null with a report when the record is broken in another way, or lacks what AWS knows.</summary>
    /// <param name="who">The ARN that AWS knows the caller by.</param>
    /// <param name="lost">Why a record that AWS knows is given up; null when none is.</param>
    /// <param name="bag">Takes the report.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<MergedHistory?> Run(string who, string? lost, DiagnosticBag bag, CancellationToken cancel)
    {
        var state = await MarkedOrganization.Read(aws, cancel);
        var read = DeploymentRecord.Read(files);
        bag.AddRange(read.Findings.Where(f => f.Descriptor != PlanningDiagnostics.LogForked));
        if (bag.HasErrors || read.Value is not { } log)
            return null;

        var missing = UpToDateRecord.Missing(log, state);
        var mayBeLost = missing?.Descriptor == PlanningDiagnostics.RecordBehind;
        if (missing is not null && (lost is null || !mayBeLost))
        {
            bag.Add(missing);
            return null;
        }
        var given = missing is null ? null : state.Mark;
        if (log.Ends.Length < 2 && given is null)
            return new MergedHistory(log.Ends, Lost: null, Path: null);
        var entry = Entry(log, who, lost) with { Lost = given is null ? [] : [given.Hash] };
        if (Join(log, entry, given?.Serial ?? 0, bag) is not { } record)
            return null;
        var name = given is null ? null : UpToDateRecord.Text(given);
        return new MergedHistory(log.Ends, name, record.Path) { Beside = HistoryEnds.Beside(record) };
    }

    private DeploymentEntry Entry(DeploymentLog log, string who, string? lost) =>
        new(DeploymentEvent.Merged, time.GetUtcNow(), Name())
        {
            Who = who,
            Why = lost ?? "",
            Detail = string.Join("; ", log.Ends.Select(end => end.Text)),
            Parents = [.. log.Ends.Skip(1).Select(end => end.LastHash)],
        };

    private string Name() => time.GetUtcNow().ToString("'merge-'yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private DeploymentRecord? Join(DeploymentLog log, DeploymentEntry entry, int lostSerial, DiagnosticBag bag)
    {
        var parent = log.Ends.IsEmpty ? "" : log.Ends[0].LastHash;
        var record = DeploymentRecord.Join(files, log, parent, lostSerial, bag);
        return record?.Add(entry, bag) == true ? record : null;
    }
}
