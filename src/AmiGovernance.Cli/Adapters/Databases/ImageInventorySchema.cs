namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>The tables of the image inventory; docs/reference/images.md describes them for those who query them.</summary>
internal static class ImageInventorySchema
{
    public static readonly DatabaseSchema Schema = new(
        "image inventory",
        0x414D4931,
        [
            """
            CREATE TABLE scans (
              number INTEGER PRIMARY KEY,
              started_at TEXT NOT NULL,
              finished_at TEXT,
              depth TEXT NOT NULL,
              organization TEXT NOT NULL,
              caller TEXT NOT NULL
            );
            CREATE TABLE accounts (
              account TEXT PRIMARY KEY,
              name TEXT NOT NULL,
              state TEXT NOT NULL,
              parent TEXT NOT NULL
            ) WITHOUT ROWID;
            CREATE TABLE coverage (
              scan INTEGER NOT NULL REFERENCES scans,
              account TEXT NOT NULL,
              region TEXT NOT NULL,
              outcome TEXT NOT NULL,
              reason TEXT NOT NULL,
              read_at TEXT NOT NULL,
              PRIMARY KEY (scan, account, region)
            ) WITHOUT ROWID;
            CREATE TABLE images (
              account TEXT NOT NULL,
              region TEXT NOT NULL,
              image_id TEXT NOT NULL,
              owner TEXT NOT NULL,
              owner_alias TEXT,
              name TEXT NOT NULL,
              description TEXT NOT NULL,
              state TEXT NOT NULL,
              public INTEGER NOT NULL,
              created_at TEXT,
              deprecated_at TEXT,
              last_launched_at TEXT,
              encrypted INTEGER NOT NULL,
              snapshots TEXT NOT NULL,
              source_image TEXT,
              source_instance TEXT,
              from_scan INTEGER NOT NULL,
              until_scan INTEGER
            );
            CREATE INDEX images_now ON images (account, region) WHERE until_scan IS NULL;
            CREATE INDEX images_by_id ON images (image_id);
            CREATE TABLE launch_permissions (
              account TEXT NOT NULL,
              region TEXT NOT NULL,
              image_id TEXT NOT NULL,
              kind TEXT NOT NULL,
              value TEXT NOT NULL,
              from_scan INTEGER NOT NULL,
              until_scan INTEGER
            );
            CREATE INDEX launch_permissions_now ON launch_permissions (account, region, image_id) WHERE until_scan IS NULL;
            CREATE TABLE settings (
              account TEXT NOT NULL,
              region TEXT NOT NULL,
              setting TEXT NOT NULL,
              value TEXT NOT NULL,
              managed_by TEXT NOT NULL,
              from_scan INTEGER NOT NULL,
              until_scan INTEGER
            );
            CREATE INDEX settings_now ON settings (account, region) WHERE until_scan IS NULL;
            CREATE TABLE findings (
              account TEXT NOT NULL,
              region TEXT NOT NULL,
              image_id TEXT NOT NULL,
              kind TEXT NOT NULL,
              detail TEXT NOT NULL,
              from_scan INTEGER NOT NULL,
              until_scan INTEGER
            );
            CREATE INDEX findings_now ON findings (account, region, image_id) WHERE until_scan IS NULL;
            CREATE INDEX findings_by_kind ON findings (kind) WHERE until_scan IS NULL;
            """,
            """
            CREATE TABLE reports (
              scan INTEGER NOT NULL REFERENCES scans,
              channel TEXT NOT NULL,
              recipient TEXT NOT NULL,
              sent_at TEXT NOT NULL,
              changes INTEGER NOT NULL,
              PRIMARY KEY (channel, recipient, scan)
            ) WITHOUT ROWID;
            """,
            "ALTER TABLE images ADD COLUMN architecture TEXT;",
        ]
    )
    {
        WithoutIt =
            "name another file: a scan fills it with what is there now; what was found before stands in the old one alone",
        BroughtUp = "`amigov images list` brings it up to date",
    };
}
