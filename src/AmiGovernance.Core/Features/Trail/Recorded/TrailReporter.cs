using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>
/// Adds to what was read what is known from elsewhere: owners of images, and the organization's tree.
/// </summary>
/// <param name="organization">Null when it is not known.</param>
public sealed class TrailReporter(ImageOwners owners, ImageSources sources, Organization? organization)
{
    private readonly OrganizationIndex? index = organization is null ? null : OrganizationIndex.Of(organization);
    private readonly Dictionary<string, string> accountNames =
        organization?.Accounts.ToDictionary(a => a.Id.Value, a => a.Name, StringComparer.Ordinal) ?? [];
    private readonly Dictionary<string, string> unitNames =
        organization?.Units.ToDictionary(u => u.Id, u => u.Name, StringComparer.Ordinal) ?? [];
    private readonly Dictionary<string, string> units = new(StringComparer.Ordinal);

    public ImmutableArray<ReportedCalls> Report(IEnumerable<TrailRow> rows) => [.. rows.Select(Report)];

    private ReportedCalls Report(TrailRow row)
    {
        var key = row.Key;
        if (sources.Templates.TryGetValue(key.Image, out var image))
            key = key with { Image = image };

        if (organization is not null && key.Kind == CallKind.Sharing)
            key = key with { Detail = SharedWith.Told(key.Detail, organization) };

        return new ReportedCalls(
            key,
            accountNames.GetValueOrDefault(key.Account, ""),
            UnitOf(key.Account),
            OwnerOf(key),
            row.Count,
            row.First,
            row.Last
        )
        {
            Days = row.Days,
            SourceOwner = CopySource.IsCopy(key) ? Known(CopySource.Of(key)) ?? ImageOwners.Unknown : "",
        };
    }

    /// <summary>
    /// From the files given, else from the events; an image of a call on images is unknown when nothing tells.
    /// </summary>
    private string OwnerOf(TrailKey key)
    {
        if (Known(key.Image) is { } owner)
            return owner;
        var isOnImage = key.Image.Length > 0 || key.Kind == CallKind.Launch || IsSharedImage(key);
        return isOnImage ? ImageOwners.Unknown : "";
    }

    private string? Known(string image) => owners.Find(image)?.IamOwner ?? sources.Owners.GetValueOrDefault(image);

    private static bool IsSharedImage(TrailKey key) =>
        key.Kind == CallKind.Sharing && key.Action != GuardedActions.ShareSnapshot;

    private string UnitOf(string account)
    {
        if (index is null)
            return "";
        if (units.TryGetValue(account, out var known))
            return known;

        var path = index.PathTo(account);
        var names = path.Skip(1).SkipLast(1).Select(u => unitNames.GetValueOrDefault(u, u));
        return units[account] = path.IsEmpty ? "" : string.Join('/', names.Prepend("Root"));
    }
}
