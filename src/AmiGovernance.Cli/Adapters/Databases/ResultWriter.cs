using AmiGovernance.Core.Ports.Images;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>Writes what was read of an account and Region.</summary>
internal sealed class ResultWriter(SqliteConnection connection) : IDisposable
{
    private readonly ImageRows images = new(connection);
    private readonly VersionedRows permissions = new(connection, "launch_permissions", ("image_id", "kind", "value"));
    private readonly VersionedRows settings = new(connection, "settings", ("setting", "value", "managed_by"));
    private readonly VersionedRows findings = new(connection, "findings", ("image_id", "kind", "detail"));

    public void Write(long scan, RegionScan result, SqliteTransaction transaction)
    {
        var place = new ScannedPlace(scan, result.Account.Value, result.RegionText, transaction);
        WriteCoverage(place, result);
        if (!result.Coverage.HasImages())
            return;

        var known = new KnownGone(result, images.Bring(place, result));
        permissions.Bring(place, Permissions(result), known.IsPermission);
        findings.Bring(place, Findings(result), known.IsFinding);
        if (result.Settings is { } found)
            settings.Bring(place, Settings(found), _ => true);
    }

    private void WriteCoverage(ScannedPlace place, RegionScan result)
    {
        connection.Execute(
            place.Transaction,
            "INSERT OR REPLACE INTO coverage (scan, account, region, outcome, reason, read_at) VALUES ($p0, $p1, $p2, $p3, $p4, $p5)",
            place.Scan,
            place.Account,
            place.Region,
            result.Coverage.Name(),
            result.Reason,
            Sqlite.Text(result.At)
        );
        // Now the account's Regions are known.
        if (result.Region is not null)
            connection.Execute(
                place.Transaction,
                "DELETE FROM coverage WHERE scan = $p0 AND account = $p1 AND region = $p2",
                place.Scan,
                place.Account,
                RegionScan.AllRegions
            );
    }

    private static IEnumerable<(string, string, string)> Permissions(RegionScan result) =>
        from scanned in result.Images
        from permission in scanned.Image.LaunchPermissions ?? []
        select (scanned.Image.ImageId.Value, permission.KindName, permission.Value);

    private static IEnumerable<(string, string, string)> Findings(RegionScan result)
    {
        var ofImages =
            from scanned in result.Images
            from finding in scanned.Findings
            select (scanned.Image.ImageId.Value, finding.Kind.Name(), finding.Detail);
        return ofImages.Concat(result.SettingsFindings.Select(f => ("", f.Kind.Name(), f.Detail)));
    }

    private static IEnumerable<(string, string, string)> Settings(ImageSettings found) =>
        [
            ("block_public_access", found.BlockPublicAccess, found.BlockPublicAccessManagedBy),
            ("allowed_images", found.AllowedImages, found.AllowedImagesManagedBy),
            .. found.Attributes.Select(a => (a.Attribute.Name, a.State, a.ManagedBy)),
        ];

    public void Dispose()
    {
        images.Dispose();
        permissions.Dispose();
        settings.Dispose();
        findings.Dispose();
    }
}
