using System.Globalization;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Templates;

/// <summary>
/// Which image a launch template stood for when something was launched with it. Known where the template's changes in the trail leave
/// one image only; where some may be missing, and close to a change to another image, it is not.
/// </summary>
internal sealed class TemplateHistory
{
    /// <summary>How long a launch may still have used what was before a change: EC2 has its callers wait for so long.</summary>
    private static readonly TimeSpan Consistent = AwsFacts.EventualConsistency.Value;

    /// <summary>Times are whole seconds, and of different machines.</summary>
    private static readonly TimeSpan Clocks = TimeSpan.FromSeconds(1);

    private readonly ImageSources sources;
    private readonly Dictionary<(string Account, string Region, string Id), TemplateTimeline> byId = [];
    private readonly Dictionary<(string Account, string Region, string Name), List<string>> byName = [];

    /// <summary>The version that another has its image from.</summary>
    private readonly Dictionary<string, string> inherited = new(StringComparer.Ordinal);

    /// <summary>Where templates were changed of which the record names none.</summary>
    private readonly HashSet<(string Account, string Region)> blind = [];

    private readonly Func<string, string, bool> isWhole;

    /// <param name="isWhole">Whether all events of an account and Region were read.</param>
    public TemplateHistory(ImageSources sources, Func<string, string, bool> isWhole)
    {
        (this.sources, this.isWhole) = (sources, isWhole);
        var changes = sources.Changes.Select(TemplateChangeText.Parse).OfType<TemplateChange>().ToList();
        foreach (var change in changes.Where(c => c.Id.Length == 0 && c.Name.Length == 0))
            blind.Add((change.Account, change.Region));
        var byNameAlone = changes.Where(c => c.Id.Length == 0).ToLookup(c => (c.Account, c.Region, c.Name));
        foreach (var template in changes.Where(c => c.Id.Length > 0).GroupBy(c => (c.Account, c.Region, c.Id)))
        {
            var (account, region, id) = template.Key;
            var names = template.Select(c => c.Name).Where(n => n.Length > 0).Distinct().ToList();
            foreach (var name in names)
                IdsOf(account, region, name).Add(id);
            var named = names.SelectMany(name => byNameAlone[(account, region, name)]);
            byId[template.Key] = new TemplateTimeline(template.Concat(named));
            NoteInherited(template);
        }
    }

    /// <summary>
    /// The rows with images in the place of launch templates where these are known; without moments. Versions whose image
    /// <see cref="ImageSources.Templates"/> has are left to <see cref="TrailReporter"/>.
    /// </summary>
    public IEnumerable<TrailRow> Resolve(IEnumerable<TrailRow> rows)
    {
        var resolved = new Dictionary<TrailKey, CallTally>();
        var others = new List<TrailRow>();
        foreach (var row in rows)
        {
            var image = Image(row);
            if (row.Key.Moment is null && image is null)
            {
                others.Add(row);
                continue;
            }
            var key = row.Key with { Moment = null, Image = image ?? row.Key.Image };
            if (!resolved.TryGetValue(key, out var tally))
                resolved[key] = tally = new CallTally(key);
            tally.Add(row);
        }
        foreach (var row in others)
        {
            if (resolved.TryGetValue(row.Key, out var tally))
                tally.Add(row);
            else
                yield return row;
        }
        foreach (var tally in resolved.Values)
            yield return tally.ToRow();
    }

    private List<string> IdsOf(string account, string region, string name)
    {
        var key = (account, region, name);
        if (!byName.TryGetValue(key, out var ids))
            byName[key] = ids = [];
        return ids;
    }

    private void NoteInherited(IEnumerable<TemplateChange> template)
    {
        foreach (var made in template.Where(c => c.Kind == TemplateChangeKind.VersionMade))
            if (made is { Version: { } version, SourceVersion.Length: > 0 })
                inherited.TryAdd(NameOf(made.Id, version), made.SourceVersion);
    }

    /// <summary>Null where the row is no launch with a template, or the template's image is not known.</summary>
    private string? Image(TrailRow row)
    {
        var key = row.Key;
        if (key.Kind != CallKind.Launch || LaunchedTemplate.Parse(key.Image) is not { } reference)
            return null;
        if (sources.Templates.ContainsKey(key.Image))
            return null;
        if (reference.Moves)
            return ImageAtTheTime(row, reference);
        return TemplateChange.Number(reference.Version) is { } number ? Image(reference.Template, number) : null;
    }

    private string? ImageAtTheTime(TrailRow row, LaunchedTemplate reference)
    {
        var (account, region) = (row.Key.Account, row.Key.Region);
        var isTimed = row.Key.Moment != TrailKey.NoTime;
        if (!isTimed || row.First is not { } first || row.Last is not { } last)
            return null;
        if (sources.ChangesWereLost || blind.Contains((account, region)) || !isWhole(account, region))
            return null;

        var images = new HashSet<string?>();
        // Nothing keeps a name from looking like an id.
        var named = byName.GetValueOrDefault((account, region, reference.Template)) ?? [];
        foreach (var template in named.Append(reference.Template).Distinct())
        {
            if (!byId.TryGetValue((account, region, template), out var timeline))
                continue;
            var versions = timeline.Versions(reference.Version, first - Consistent, last + Clocks);
            if (versions is null)
                return null;
            images.UnionWith(versions.Select(v => Image(template, v)));
        }
        return images.Count == 1 ? images.First() : null;
    }

    /// <summary>A version's own image, or that of the version which it was made from; versions do not change.</summary>
    private string? Image(string template, int version)
    {
        while (true)
        {
            var name = NameOf(template, version);
            if (sources.Templates.TryGetValue(name, out var image))
                return image;
            var source = TemplateChange.Number(inherited.GetValueOrDefault(name, ""));
            // Also where there is none.
            if (!(source < version))
                return null;
            version = source.Value;
        }
    }

    private static string NameOf(string template, int version) =>
        new LaunchedTemplate(template, version.ToString(CultureInfo.InvariantCulture)).ToString();
}
