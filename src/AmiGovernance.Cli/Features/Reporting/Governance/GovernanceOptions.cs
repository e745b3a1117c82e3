using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Features.Exceptions;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Trail;

namespace AmiGovernance.Cli.Features.Reporting.Governance;

/// <summary>The options that say from where the state of governance is read.</summary>
internal sealed class GovernanceOptions
{
    private readonly Option<string> config = CommonOptions.Config();
    private readonly Option<string> policies = CommonOptions.Policies();
    private readonly Option<string> triage = new("--triage")
    {
        Description = "The folder of what was decided on findings",
        HelpName = "DIR",
        DefaultValueFactory = _ => TriageFiles.DefaultFolder,
    };
    private readonly Option<DateOnly?> asOf = CommonOptions.AsOf();
    private readonly Option<bool> offline = new("--offline")
    {
        Description = "Leave AWS alone: the organization is named as not looked at",
    };
    private readonly Option<string[]> trail = new("--trail")
    {
        Description = "Folders and files of a trail, whose launches are replayed; may be given several times",
        HelpName = "PATH",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string[]> owners = new("--owners")
    {
        Description = "What `aws ec2 describe-images` says of images, for their owners; may be given several times",
        HelpName = "FILE",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string?> inventory = new("--db")
    {
        Description = $"The inventory of `images scan`; {ImageUseFiles.UsualInventory} when it is there",
        HelpName = "FILE",
    };
    private readonly Option<bool> impact = new("--impact")
    {
        Description = "Look into the accounts for what uses images and would not launch again, as `amigov impact` does",
    };
    private readonly Option<string[]> accounts = PlaceOptions.Accounts(
        "With --impact: look into this account only; may be given several times"
    );
    private readonly Option<string[]> regions = PlaceOptions.Regions(
        "--region",
        "The AWS Region; also selects the partition. With --impact the one that is looked into; may be given several times"
    );
    private readonly AwsOptions aws;

    public GovernanceOptions() => aws = new AwsOptions(regions);

    /// <param name="own">What the command has besides.</param>
    public GovernanceOptions AddTo(Command command, Option own)
    {
        Option[] all = [config, policies, triage, asOf, offline, trail, owners, inventory, impact, accounts, own];
        foreach (var option in all)
            command.Options.Add(option);
        aws.AddTo(command);
        command.AddCheck(result =>
        {
            if (result.GetValue(owners) is { Length: > 0 } && result.GetValue(trail) is not { Length: > 0 })
                result.AddError("--owners says whose the images of a trail are: give --trail too");
            if (result.GetValue(impact) && result.GetValue(offline))
                result.AddError("--impact asks AWS, and --offline leaves it alone: give one");
            if (!result.GetValue(impact) && IsPlaced(result))
                result.AddError("--account, and several of --region, say where --impact looks: give it too");
        });
        return this;
    }

    private bool IsPlaced(CommandResult result) =>
        result.GetResult(accounts) is not null || result.GetResult(regions) is { Tokens.Count: > 1 };

    /// <summary>Null to leave AWS alone.</summary>
    public AwsConnection? Connect(ParseResult result, CliContext context) =>
        result.GetValue(offline) ? null : aws.Connect(result, context);

    /// <summary>How AWS is reached, as words of another command line; null to leave it alone.</summary>
    public string[]? AwsWords(ParseResult result) => result.GetValue(offline) ? null : aws.Given(result);

    /// <summary>What is shown to others is of the repository: somebody's branch may hold links that lead out of it.</summary>
    public static CliContext Shown(CliContext context) => context with { Databases = context.Databases.Inside() };

    public GovernanceArguments Read(ParseResult result) =>
        new(
            new JudgementArguments(
                result.GetRequiredValue(policies),
                result.GetRequiredValue(config),
                result.GetRequiredValue(triage),
                UpdatesTriage: false
            ),
            result.GetValue(asOf)
        )
        {
            Trail = [.. result.GetValue(trail) ?? []],
            Owners = [.. result.GetValue(owners) ?? []],
            Inventory = result.GetValue(inventory),
            Impact = result.GetValue(impact)
                ? new ImpactPlaces(PlaceOptions.Accounts(result, accounts), PlaceOptions.Regions(result, regions))
                : null,
        };
}
