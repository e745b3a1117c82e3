namespace AmiGovernance.Cli.Features.Rehearsal.Acts;

/// <summary>Where the organization's trail lies in the repository's folder, and how it is asked.</summary>
internal static class TrailFiles
{
    public const string Folder = "trail";

    public static readonly string[] Backtest =
    [
        "backtest",
        Folder,
        "--org",
        "organization.json",
        "--owners",
        "images.json",
    ];
}
