using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>
/// Which folders Athena looks into for a table with partition projection (Athena user guide, "Supported types for partition projection"):
/// what lies in others is not in its answer, and the answer does not say so.
/// </summary>
/// <param name="Regions">Empty for what the table does not limit, or not in a way that is known here.</param>
/// <param name="Since">Null for the same.</param>
public sealed record AthenaReach(ImmutableArray<string> Regions, DateOnly? Since)
{
    /// <summary>Null for a table without projection: what was not added to it as a partition is not looked into.</summary>
    public static AthenaReach? Of(IReadOnlyDictionary<string, string> properties)
    {
        if (Property(properties, "projection.enabled") != "true")
            return null;
        var isListed = Property(properties, "projection.region.type") == "enum";
        var regions = isListed ? Property(properties, "projection.region.values").Split(',') : [];
        var first = Property(properties, "projection.day.range").Split(',')[0].Trim();
        return new AthenaReach(
            [.. regions.Select(r => r.Trim()).Where(r => r.Length > 0)],
            DateOnly.TryParseExact(
                first,
                AthenaTable.FolderFormat,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var since
            )
                ? since
                : null
        );
    }

    /// <summary>What is asked about and lies in no folder of the table, in words.</summary>
    public IEnumerable<string> Beyond(TrailFilter filter)
    {
        var missing = filter.Regions.Select(r => r.Value).Except(Regions, StringComparer.Ordinal).ToList();
        if (!Regions.IsEmpty && missing.Count > 0)
            yield return $"the table has no folders of {string.Join(", ", missing)}";
        if (Since is { } since && filter.FirstDay < since)
            yield return $"the table has no folders before {since.Text()}";
    }

    /// <summary>What an answer tells of.</summary>
    public override string ToString()
    {
        var regions = Regions.IsEmpty ? "" : $"Regions {string.Join(", ", Regions)}";
        var days = Since is { } since ? $"days since {since.Text()}" : "";
        return string.Join("; ", new[] { regions, days }.Where(t => t.Length > 0));
    }

    private static string Property(IReadOnlyDictionary<string, string> properties, string name) =>
        properties.GetValueOrDefault(name, "").Trim();
}
