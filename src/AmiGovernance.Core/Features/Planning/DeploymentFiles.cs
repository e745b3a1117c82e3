using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>The record by its files.</summary>
public sealed partial record DeploymentLog
{
    public const string Folder = "deployments";

    /// <summary>Where earlier versions kept the whole record.</summary>
    public const string EarlierPath = "deployments/log.jsonl";

    /// <summary>
    /// In the order in which they follow each other; files of deployments that do not know each other by their names. One that was killed
    /// before its first call, so that another deployment took its place, is here, and its entries are not among those of the log.
    /// </summary>
    public ImmutableArray<DeploymentFile> Files { get; private init; } = [];

    /// <summary>The last deployment; several where clones deployed without each other's record; none where nothing was deployed.</summary>
    public ImmutableArray<DeploymentFile> Ends { get; private init; } = [];

    /// <summary>The highest number of a deployment; 0 for none.</summary>
    public int Serial => Files.IsEmpty ? 0 : Files[^1].Serial;

    public string LastHash => Entries.IsEmpty ? "" : Entries[^1].Hash;

    /// <summary>Hashes that AWS names and that were given up for lost.</summary>
    public ImmutableHashSet<string> Lost { get; private init; } = [];

    private FrozenDictionary<string, DeploymentFile> ByHash { get; init; } =
        FrozenDictionary<string, DeploymentFile>.Empty;

    /// <summary>The file that holds the entry of a hash; null when none does.</summary>
    internal DeploymentFile? FileOf(string hash) => ByHash.GetValueOrDefault(hash);

    /// <summary>Whether the record holds the entry of a hash, or gave it up for lost.</summary>
    internal bool Knows(string hash) => FileOf(hash) is not null || Lost.Contains(hash);

    /// <summary>The id of the organization that it is of; null where nothing was deployed. An emergency elsewhere may follow.</summary>
    internal string? Organization => Entries.Select(e => e.Organization).FirstOrDefault(id => id.Length > 0);

    internal static DeploymentLog Of(IEnumerable<DeploymentFile> files)
    {
        // What follows something has a higher number.
        ImmutableArray<DeploymentFile> ordered =
        [
            .. files
                .Where(f => !f.Entries.IsEmpty)
                .OrderBy(f => f.Serial)
                .ThenBy(f => f.Entries[0].At)
                .ThenBy(f => f.Path, StringComparer.Ordinal),
        ];
        var followed = ordered.SelectMany(f => f.Parents).ToHashSet(StringComparer.Ordinal);
        var ends = ordered.Where(f => !followed.Contains(f.LastHash)).ToList();
        var overtaken = ends.Where(f => !f.HasCalled && IsFollowedByAnother(f)).ToHashSet();
        ImmutableArray<DeploymentEntry> entries = [.. ordered.Except(overtaken).SelectMany(f => f.Entries)];
        return new DeploymentLog(entries)
        {
            Files = ordered,
            Lost = [.. entries.SelectMany(e => e.Lost)],
            ByHash = ordered
                .SelectMany(file => file.Entries.Select(entry => (entry.Hash, file)))
                .DistinctBy(e => e.Hash)
                .ToFrozenDictionary(e => e.Hash, e => e.file, StringComparer.Ordinal),
            Ends = [.. ends.Except(overtaken)],
        };

        bool IsFollowedByAnother(DeploymentFile file) =>
            ordered.Any(other =>
                other.Entries[0].Previous == file.Entries[0].Previous
                && (
                    other.HasCalled
                    || followed.Contains(other.LastHash)
                    || ordered.IndexOf(other) > ordered.IndexOf(file)
                )
            );
    }
}
