using AmiGovernance.Cli.Adapters.Databases;

namespace AmiGovernance.Cli.Adapters.Trails;

/// <summary>
/// The tables of a <see cref="TrailStateFile"/>, step by step: files of earlier versions are brought up to it.
/// </summary>
internal static class TrailStateSchema
{
    public static readonly DatabaseSchema Schema = new(
        "trail state",
        0x414D_4954,
        [
            """
            CREATE TABLE run (question TEXT NOT NULL, ledger TEXT NOT NULL);
            CREATE TABLE file (name TEXT PRIMARY KEY, size INTEGER NOT NULL) WITHOUT ROWID;
            CREATE TABLE call (
                kind INTEGER, action TEXT, account TEXT, region TEXT, principal TEXT, service TEXT, image TEXT, outcome INTEGER, error_code TEXT, denied_by TEXT, detail TEXT, period INTEGER,
                count INTEGER NOT NULL, first INTEGER, last INTEGER,
                PRIMARY KEY (action, account, region, principal, service, image, outcome, error_code, denied_by, detail, period)) WITHOUT ROWID;
            CREATE TABLE seen (number INTEGER PRIMARY KEY, ids BLOB NOT NULL, count INTEGER NOT NULL);
            CREATE TABLE source (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
            """,
            "ALTER TABLE file ADD COLUMN version TEXT NOT NULL DEFAULT ''",
            """
            ALTER TABLE call RENAME TO earlier;
            CREATE TABLE call (
                kind INTEGER, action TEXT, account TEXT, region TEXT, principal TEXT, service TEXT, image TEXT, outcome INTEGER, error_code TEXT, denied_by TEXT, detail TEXT, period INTEGER,
                moment INTEGER NOT NULL, count INTEGER NOT NULL, first INTEGER, last INTEGER,
                PRIMARY KEY (action, account, region, principal, service, image, outcome, error_code, denied_by, detail, period, moment)) WITHOUT ROWID;
            INSERT INTO call SELECT kind, action, account, region, principal, service, image, outcome, error_code, denied_by, detail, period, -1, count, first, last FROM earlier;
            DROP TABLE earlier;
            """,
            """
            ALTER TABLE run ADD COLUMN checksum INTEGER;
            ALTER TABLE file ADD COLUMN checksum INTEGER;
            ALTER TABLE call ADD COLUMN checksum INTEGER;
            ALTER TABLE seen ADD COLUMN checksum INTEGER;
            ALTER TABLE source ADD COLUMN checksum INTEGER;
            """,
            // Nobody asks again what was saved before there were days; the checksums are of rows without them.
            """
            ALTER TABLE call ADD COLUMN days BLOB NOT NULL DEFAULT x'';
            UPDATE call SET checksum = NULL;
            """,
            "CREATE TABLE counted (ids BLOB NOT NULL, calls BLOB NOT NULL, checksum INTEGER)",
        ]
    )
    {
        BusySeconds = 1,
        WithoutIt = "name another file: then all trail files are read once more",
    };
}
