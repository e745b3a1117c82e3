using System.CommandLine;
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

    private readonly AwsOptions aws = new();

    /// <param name="own">What the command has besides.</param>
    public GovernanceOptions AddTo(Command command, Option own)
    {
        foreach (var option in new[] { config, policies, triage, asOf, offline, trail, owners, inventory, own })
            command.Options.Add(option);
        aws.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(owners) is { Length: > 0 } && result.GetValue(trail) is not { Length: > 0 })
                result.AddError("--owners says whose the images of a trail are: give --trail too");
        });
        return this;
    }

    /// <summary>Null to leave AWS alone.</summary>
    public AwsConnection? Connect(ParseResult result, CliContext context) =>
        result.GetValue(offline) ? null : aws.Connect(result, context);

    /// <summary>How AWS is reached, as words of another command line; null to leave it alone.</summary>
    public string[]? AwsWords(ParseResult result) => result.GetValue(offline) ? null : aws.Given(result);

    public GovernanceArguments Read(ParseResult result, CliContext context) =>
        new(
            new JudgementArguments(
                result.GetRequiredValue(policies),
                result.GetRequiredValue(config),
                result.GetRequiredValue(triage),
                UpdatesTriage: false
            ),
            CommonOptions.AsOf(result, asOf, context)
        )
        {
            Trail = [.. result.GetValue(trail) ?? []],
            Owners = [.. result.GetValue(owners) ?? []],
            Inventory = result.GetValue(inventory),
        };
}
