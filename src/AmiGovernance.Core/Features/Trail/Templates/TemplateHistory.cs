using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Templates;

/// <summary>
/// Which image a launch template stood for when something was launched with it. Known where the template's changes in the trail leave
/// one image only; where some may be missing, and close to a change to another image, it is not.
/// </summary>
public sealed class TemplateHistory
{
    /// <summary>
    /// How long a launch may still have used what was before a change: EC2 is eventually consistent, and has its callers wait for up to
    /// five minutes (EC2 developer guide, "Ensure idempotency", "Eventual consistency in the Amazon EC2 API").
    /// </summary>
    public static readonly TimeSpan Consistent = TimeSpan.FromMinutes(5);

    /// <summary>Times are whole seconds, and of different machines.</summary>
    private static readonly TimeSpan Clocks = TimeSpan.FromSeconds(1);

    private readonly ImageSources sources;
    private readonly Dictionary<(string Account, string Region, string Id), TemplateTimeline> byId = [];
    private readonly Dictionary<(string Account, string Region, string Name), List<string>> byName = [];
    private readonly Dictionary<string, string> inherited = new(StringComparer.Ordinal);
    private readonly HashSet<(string Account, string Region)> blind = [];
    private readonly Func<string, string, bool> isWhole;

    /// <param name="isWhole">Whether all events of an account and Region were read.</param>
    public TemplateHistory(ImageSources sources, Func<string, string, bool> isWhole)
    {
        (this.sources, this.isWhole) = (sources, isWhole);
        var changes = sources.Changes.Select(TemplateChange.Parse).OfType<TemplateChange>().ToList();
        foreach (var change in changes.Where(c => c.Id.Length == 0 && c.Name.Length == 0))
            blind.Add((change.Account, change.Region));
        var unnamed = changes.Where(c => c.Id.Length == 0).ToLookup(c => (c.Account, c.Region, c.Name));
        foreach (var template in changes.Where(c => c.Id.Length > 0).GroupBy(c => (c.Account, c.Region, c.Id)))
        {
            var names = template.Select(c => c.Name).Where(n => n.Length > 0).Distinct().ToList();
            foreach (var name in names)
            {
                if (!byName.TryGetValue((template.Key.Account, template.Key.Region, name), out var ids))
                    byName[(template.Key.Account, template.Key.Region, name)] = ids = [];
                ids.Add(template.Key.Id);
            }
            byId[template.Key] = new TemplateTimeline(
                template.Concat(names.SelectMany(n => unnamed[(template.Key.Account, template.Key.Region, n)]))
            );
            foreach (
                var made in template.Where(c =>
                    c is { Kind: TemplateChangeKind.VersionMade, Version: not null, SourceVersion.Length: > 0 }
                )
            )
                inherited.TryAdd(Version(made.Id, made.Version!.Value), made.SourceVersion);
        }
    }

    /// <summary>
    /// The rows with images in the place of launch templates where these are known; without moments. Versions whose image
    /// <see cref="ImageSources.Templates"/> has are left to <see cref="TrailReporter"/>.
    /// </summary>
    public IEnumerable<TrailRow> Resolve(IEnumerable<TrailRow> rows)
    {
        var resolved = new Dictionary<TrailKey, TrailRow>();
        foreach (var row in rows)
        {
            var key = row.Key with { Moment = null };
            if (
                key.Kind == CallKind.Launch
                && !sources.Templates.ContainsKey(key.Image)
                && LaunchedTemplate.Parse(key.Image) is { } reference
                && Image(row, reference) is { } image
            )
                key = key with { Image = image };
            resolved[key] = resolved.TryGetValue(key, out var known)
                ? known.Plus(row.Count, row.First, row.Last)
                : row with
                {
                    Key = key,
                };
        }
        return resolved.Values;
    }

    private string? Image(TrailRow row, LaunchedTemplate reference)
    {
        var (account, region) = (row.Key.Account, row.Key.Region);
        if (!reference.Moves)
            return TemplateChange.Number(reference.Version) is { } number ? Image(reference.Template, number) : null;
        if (row.Key.Moment == TrailKey.NoTime || row.First is not { } first || row.Last is not { } last)
            return null;
        if (sources.ChangesWereLost || blind.Contains((account, region)) || !isWhole(account, region))
            return null;
        var images = new HashSet<string?>();
        // Nothing keeps a name from looking like an id.
        foreach (
            var template in (byName.GetValueOrDefault((account, region, reference.Template)) ?? [])
                .Append(reference.Template)
                .Distinct()
        )
        {
            if (!byId.TryGetValue((account, region, template), out var timeline))
                continue;
            if (timeline.Versions(reference.Version, first - Consistent, last + Clocks) is not { } versions)
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
            var name = Version(template, version);
            if (sources.Templates.TryGetValue(name, out var image))
                return image;
            if (
                !inherited.TryGetValue(name, out var source)
                || TemplateChange.Number(source) is not { } number
                || number >= version
            )
                return null;
            version = number;
        }
    }

    private static string Version(string template, int version) =>
        new LaunchedTemplate(template, version.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToString();
}
