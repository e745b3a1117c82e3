using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>Of rows that a result does not hold: whether they are known not to hold any more, or were not checked.</summary>
/// <param name="gone">The ids of images that are gone.</param>
internal sealed class KnownGone(RegionScan result, IReadOnlySet<string> gone)
{
    private readonly Dictionary<string, ScannedImage> seen = result
        .Images.DistinctBy(i => i.Image.ImageId)
        .ToDictionary(i => i.Image.ImageId.Value);

    private readonly bool onlyPublic = result.Complete.Contains(ImageSelection.OwnPublic);

    /// <param name="row">An image's id, with kind and value of a launch permission.</param>
    public bool IsPermission((string ImageId, string Kind, string Value) row)
    {
        if (gone.Contains(row.ImageId))
            return true;
        if (seen.TryGetValue(row.ImageId, out var scanned))
            return scanned.Image.LaunchPermissions is not null || !scanned.Image.CanBeShared;
        return onlyPublic && row.Value == LaunchPermission.Everyone.Value;
    }

    /// <param name="row">An image's id, empty for findings of settings, with kind and detail of a finding.</param>
    public bool IsFinding((string ImageId, string Kind, string Detail) row)
    {
        if (row.ImageId.Length == 0)
            return result.Settings is not null;
        if (gone.Contains(row.ImageId))
            return true;
        if (seen.TryGetValue(row.ImageId, out var scanned))
            return !scanned.NotLooked.Any(k => k.Name() == row.Kind);
        return onlyPublic && row.Kind == FindingKind.Public.Name();
    }
}
