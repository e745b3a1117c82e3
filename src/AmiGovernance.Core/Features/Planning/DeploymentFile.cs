using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AmiGovernance.Core.Features.Planning;

/// <param name="Path">The file.</param>
/// <param name="Number">Of the line.</param>
public sealed record TornLine(string Path, int Number);

/// <summary>
/// One deployment of the record, in a file of its own, so that git merges what two clones deployed without a conflict. Its first entry
/// follows the last one of the deployment before, as every other entry follows the one above it.
/// </summary>
/// <param name="Path">Such as `deployments/0007-20260103T120000Z-1f3a9c.jsonl`.</param>
/// <param name="Serial">One more than that of the deployment that it follows; the first is 1.</param>
/// <param name="Entries">Oldest first; empty when the run was killed before it had written one.</param>
public sealed partial record DeploymentFile(string Path, int Serial, ImmutableArray<DeploymentEntry> Entries)
{
    /// <summary>The line at the end that a killed run did not write whole, in the file that holds it; null for none.</summary>
    public TornLine? Torn { get; init; }

    public string LastHash => Entries[^1].Hash;

    /// <summary>Whether a call to AWS was recorded, or what became of the run.</summary>
    internal bool HasCalled =>
        Entries.Any(e =>
            e.Event is not (DeploymentEvent.Started or DeploymentEvent.Passed or DeploymentEvent.Overridden)
        );

    /// <summary>Whether its run adds nothing more.</summary>
    internal bool HasEnded =>
        Entries[^1].Event is DeploymentEvent.Finished or DeploymentEvent.Failed or DeploymentEvent.Merged;

    /// <summary>The hashes of the entries that it follows: one, none for the first of all, more for one that joins two ends.</summary>
    public ImmutableArray<string> Parents =>
        [.. Entries[0].Parents.Prepend(Entries[0].Previous).Where(hash => hash.Length > 0)];

    /// <summary>Such as "deployment 7 of 2026-01-03 12:00 UTC by arn:aws:iam::999999999999:user/alice".</summary>
    internal string Text => DeploymentText.Of(Serial, Entries[0].At, Entries[0].Who);

    /// <summary>Part of the first hash is in the name: two clones may deploy in the same second.</summary>
    /// <param name="first">The first entry, with its place in the chain.</param>
    internal static string PathOf(int serial, DeploymentEntry first) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{DeploymentLog.Folder}/{serial:0000}-{NotInNames().Replace(first.Deployment, "-")}-{first.Hash[..6]}.jsonl"
        );

    /// <summary>Null when a path is not that of a deployment.</summary>
    internal static int? SerialOf(string path)
    {
        var match = Name().Match(path);
        if (!match.Success)
            return null;
        var isNumber = int.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var serial);
        return isNumber ? serial : null;
    }

    [GeneratedRegex("^deployments/([0-9]{4,9})-[A-Za-z0-9-]+\\.jsonl$")]
    private static partial Regex Name();

    [GeneratedRegex("[^A-Za-z0-9-]")]
    private static partial Regex NotInNames();
}
