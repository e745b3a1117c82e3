using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Sandbox.Generation;

namespace AmiGovernance.Cli.Features.Sandbox;

/// <summary>The size of a generated world.</summary>
internal sealed class WorldSizeOptions
{
    /// <summary>The accounts that every generated world has.</summary>
    private const int FewestAccounts = 8;
    private const int MostAccounts = 10_000;
    private const int MostImages = 1000;

    private readonly Option<int> accounts = Number(
        "--accounts",
        "Accounts of the organization",
        50,
        FewestAccounts,
        MostAccounts
    );
    private readonly Option<int> regions = Number(
        "--regions",
        "Regions that accounts use",
        2,
        1,
        WorldGenerator.AllRegions.Length
    );
    private readonly Option<int> images = Number(
        "--images",
        "Images of each account in each Region",
        10,
        0,
        MostImages
    );
    private readonly Option<int> seed = Number(
        "--seed",
        "Another number gives another world of the same size",
        1,
        0,
        int.MaxValue
    );

    private readonly Option<bool> grown = new("--grown")
    {
        Description =
            "An organization that nobody governs yet: publishers, strangers, look-alikes, images that are gone, and 90 days of launches",
    };

    private IEnumerable<Option> All => [accounts, regions, images, seed, grown];

    public WorldSizeOptions AddTo(Command command)
    {
        foreach (var option in All)
            command.Options.Add(option);
        return this;
    }

    public WorldSize Value(ParseResult result) =>
        new(result.GetValue(accounts), result.GetValue(regions), result.GetValue(images), result.GetValue(seed));

    public bool IsGrown(ParseResult result) => result.GetValue(grown);

    public bool AreGiven(ParseResult result) => All.Any(o => result.GetResult(o) is { Implicit: false });

    private static Option<int> Number(string name, string description, int otherwise, int least, int most) =>
        NumberOption.Create(name, $"{description}; default: {otherwise}", least, most, otherwise);
}
