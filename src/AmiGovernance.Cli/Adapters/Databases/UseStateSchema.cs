namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>The tables of a <see cref="UseStateFile"/>.</summary>
internal static class UseStateSchema
{
    public static readonly DatabaseSchema Schema = new(
        "discovery state",
        0x414D_4944,
        [
            """
            CREATE TABLE run (began_at TEXT NOT NULL, question TEXT NOT NULL, checksum INTEGER NOT NULL);
            CREATE TABLE place (
              account TEXT NOT NULL,
              region TEXT NOT NULL,
              content TEXT NOT NULL,
              checksum INTEGER NOT NULL,
              PRIMARY KEY (account, region)
            ) WITHOUT ROWID;
            """,
        ]
    )
    {
        BusySeconds = 1,
        WithoutIt = "name another file: then all accounts and Regions are read once more",
    };
}
