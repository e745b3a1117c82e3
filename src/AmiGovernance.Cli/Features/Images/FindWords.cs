using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Catalog;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Where a search for images did not look, in words; harmless to show.</summary>
internal static class FindWords
{
    public static List<string> Gaps(FoundImages found) => [.. found.Gaps.Select(g => Words(g, found))];

    private static string Words(SearchGap gap, FoundImages found)
    {
        var region = found.Request.Region;
        return gap.Kind switch
        {
            GapKind.NoInventory =>
                "the organization's own images: there is no inventory (`amigov images scan --depth images`)",
            GapKind.RegionNotScanned =>
                $"the organization's own images in {region}: the last scan read no account there",
            GapKind.AccountsNotRead => $"{Plural.Of(gap.Count, "account")} in {region} that the last scan did not read",
            GapKind.OnlyPublicScanned => "private images of the organization (`amigov images scan --depth images`)",
            GapKind.ArchitectureNotRead =>
                $"{Plural.Of(gap.Count, "image")} whose architecture the inventory does not know (`amigov images scan --depth images`)",
            GapKind.VersionNotNamed => Versions(found),
            GapKind.NotAsked => "which images the publishers' parameters name now (`--live`)",
            _ => $"which images the publishers' parameters name now: {Sanitize.Text(gap.Detail)}",
        };
    }

    private static string Versions(FoundImages found)
    {
        var family = found.Request.Need.Family!.Name;
        var known = found.Versions.IsEmpty
            ? ""
            : $"; the inventory has {Sanitize.Text(string.Join(", ", found.Versions))}";
        var command = SuggestedCommand.Of($"amigov images find {family} VERSION --region {found.Request.Region.Value}");
        return $"the publisher's images: {string.Join(" and ", PublicImages.ByVersion)} have one for each version, so name it: {command}{known}";
    }
}
