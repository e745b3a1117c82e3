using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Cli.Features.Images;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Cli.Features.Discovery;

/// <summary>What a discovery looks at.</summary>
internal sealed class DiscoverySourceOptions
{
    private const int UsualDays = 90;
    private const int MostDays = 3660;

    private readonly Option<string[]> trail = new("--trail")
    {
        Description =
            "Folders and files of a trail, or s3://BUCKET/PREFIX; may be given several times. Without it the past is not checked",
        HelpName = "PATH",
    };
    private readonly Option<string?> org = new("--org")
    {
        Description = "An organization file, as `org export` writes it; then the accounts themselves are not read",
        HelpName = "FILE",
    };
    private readonly Option<string[]> owners = new("--owners")
    {
        Description = "What `aws ec2 describe-images` says of images, for their owners; may be given several times",
        HelpName = "FILE",
    };
    private readonly Option<string?> database = new("--db")
    {
        Description = "An inventory of `images scan`: it knows images that are gone",
        HelpName = "FILE",
    };
    private readonly Option<int> days = NumberOption.Create(
        "--days",
        "How many days of launches are looked at",
        1,
        MostDays,
        UsualDays
    );
    private readonly Option<string[]> accounts = InventoryOptions.Accounts();
    private readonly Option<string[]> regions = PlaceOptions.Regions(
        "--region",
        "Look at this Region only; may be given several times. The first is also the one in which AWS is asked"
    );
    private readonly AwsOptions aws;

    public DiscoverySourceOptions() => aws = new AwsOptions(regions);

    private Option[] All => [trail, org, owners, database, days, accounts, regions];

    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Add(option);
        aws.AddTo(command);
    }

    /// <summary>The names of those that were given.</summary>
    public IEnumerable<string> Given(CommandResult result) =>
        All.Where(o => result.GetResult(o) is { Implicit: false }).Select(o => o.Name);

    /// <param name="config">A configuration that may be there already.</param>
    public DiscoverArguments Read(ParseResult result, string config) =>
        new(result.GetValue(days), config, aws.Settings(result))
        {
            Trail = result.GetValue(trail) ?? [],
            Organization = result.GetValue(org),
            Owners = [.. result.GetValue(owners) ?? []],
            Database = result.GetValue(database),
            Accounts = [.. (result.GetValue(accounts) ?? []).Select(AccountId.Parse).Distinct()],
            Regions = PlaceOptions.Regions(result, regions),
        };

    /// <summary>What does not go together.</summary>
    public void Check(CommandResult result)
    {
        var paths = result.GetValue(trail) ?? [];
        TrailReadOptions.CheckPaths(result, paths, "'--trail' names s3:// addresses and local files; give one of both");
        if (result.GetValue(org) is not null && paths.Length == 0)
            result.AddError(
                "'--org' stands for reading the accounts; then '--trail' is needed, or there is nothing to look at"
            );
    }
}
