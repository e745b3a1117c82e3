namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>What a ledger counts as files, for people.</summary>
public sealed record LedgerUnit(string One, string Several)
{
    /// <summary>Of those beside others that were named.</summary>
    public LedgerUnit More => new($"more {One}", $"more {Several}");

    /// <summary>What is done before the first is read.</summary>
    public string BeforeFirst { get; init; } = "looking for trail files";

    /// <summary>What is said where there is none, and what to do then.</summary>
    public (string Said, string Help) Nothing { get; init; } =
        ("there is no trail file", "name the folder that holds `AWSLogs`, or files of it");

    public static readonly LedgerUnit Files = new("file", "files");

    /// <summary>Of a query engine, which reads them.</summary>
    public static readonly LedgerUnit Queried = Files with
    {
        Nothing = (
            "the query selected no event",
            "check where the table or log group has its events, and --from, --to, --account and --region"
        ),
    };

    /// <summary>An event history is one file that grows.</summary>
    public static readonly LedgerUnit EventHistories = new("account and Region", "accounts and Regions")
    {
        BeforeFirst = "looking for accounts and Regions",
    };
}
