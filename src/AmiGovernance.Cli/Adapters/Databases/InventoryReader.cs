using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Images;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>Images of the inventory as the features know them.</summary>
internal sealed class InventoryReader(OpenInventory inventory) : IInventoryReader
{
    private const string Columns =
        "account, region, image_id, owner, owner_alias, name, state, public, created_at, deprecated_at, architecture";

    public ScanRecord Scan => inventory.Scan;

    private ImmutableDictionary<string, string>? parents;

    /// <summary>How closely every account and Region was looked at that the last scan read.</summary>
    public ScanDepth Depth => DepthOf(_ => true);

    public ScanDepth DepthIn(RegionName region) => DepthOf(r => r.Region == region);

    private ScanDepth DepthOf(Func<RegionScan, bool> asks) =>
        Enum.GetValues<ScanDepth>().Last(d => d == ScanDepth.Public || !inventory.Shallow(d).Any(asks));

    public string? ParentOf(AccountId account) =>
        (parents ??= inventory.Queries.Parents()).GetValueOrDefault(account.Value);

    public ImmutableArray<RegionScan> Ledger => inventory.Ledger;

    public ImmutableArray<InventoriedImage> Find(string imageId) => Read("image_id", imageId);

    public ImmutableArray<InventoriedImage> In(RegionName region) => Read("region", region.Value);

    /// <summary>Every image as each account sees it, by Region, id and account.</summary>
    public ImmutableArray<InventoriedImage> All() =>
        [
            .. inventory
                .Connection.Rows(
                    "SELECT DISTINCT region FROM images WHERE until_scan IS NULL ORDER BY region",
                    row => RegionName.Parse(row.GetString(0))
                )
                .SelectMany(region => In(region))
                .OrderBy(i => i.Region.Value, StringComparer.Ordinal)
                .ThenBy(i => i.ImageId.Value, StringComparer.Ordinal)
                .ThenBy(i => i.Account),
        ];

    private ImmutableArray<InventoriedImage> Read(string column, string value)
    {
        var permissions = Permissions(column, value);
        return
        [
            .. inventory
                .Connection.Rows(
                    $"SELECT {Columns} FROM images WHERE until_scan IS NULL AND {column} = $p0 ORDER BY account, region, image_id, rowid",
                    Image,
                    value
                )
                .Select(i => i with { LaunchPermissions = [.. permissions[i.Place]] }),
        ];
    }

    /// <summary>As far as scans looked at them.</summary>
    private ILookup<ImagePlace, LaunchPermission> Permissions(string column, string value) =>
        inventory
            .Connection.Rows(
                $"SELECT account, region, image_id, kind, value FROM launch_permissions WHERE until_scan IS NULL AND {column} = $p0 ORDER BY kind, value",
                r => (Place: Place(r), Permission: LaunchPermission.Parse($"{r.GetString(3)}={r.GetString(4)}")),
                value
            )
            .Where(p => p.Permission is not null)
            .ToLookup(p => p.Place, p => p.Permission!.Value);

    private static ImagePlace Place(SqliteDataReader reader) =>
        new(
            AccountId.Parse(reader.GetString(0)),
            RegionName.Parse(reader.GetString(1)),
            ImageId.Parse(reader.GetString(2))
        );

    private static InventoriedImage Image(SqliteDataReader reader)
    {
        var place = Place(reader);
        return new InventoriedImage(place.Account, place.Region, place.Id)
        {
            Owner = AccountId.Parse(reader.GetString(3)),
            OwnerAlias = reader.Text(4),
            Name = reader.GetString(5),
            State = reader.GetString(6),
            IsPublic = reader.GetBoolean(7),
            CreationDate = reader.IsDBNull(8) ? null : reader.Time(8),
            DeprecationTime = reader.IsDBNull(9) ? null : reader.Time(9),
            Architecture = reader.Text(10),
        };
    }
}
