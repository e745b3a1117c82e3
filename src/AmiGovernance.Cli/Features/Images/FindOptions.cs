using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>What can be said of a need on the command line.</summary>
internal sealed class FindOptions
{
    private readonly Argument<string[]> need = new("NEED")
    {
        // Named here, for the table of images is not read at each start; a test holds both to each other.
        Description =
            "System, version and architecture, such as \"ubuntu 24.04 arm64\"; bottlerocket and eks need the version",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string?> region = new("--region")
    {
        Description = "Where the image is to be launched",
        HelpName = "REGION",
        Required = true,
    };
    private readonly Option<string?> account = new("--account")
    {
        Description = "The account that launches it (12 digits); default: any that no policy names",
        HelpName = "ID",
    };
    private readonly Option<string> database = InventoryOptions.Database();
    private readonly Option<string> config = CommonOptions.Config();
    private readonly Option<string?> tool = new("--for")
    {
        Description = "Print the code that names the newest one",
        HelpName = "TOOL",
    };
    private readonly Option<bool> live = new("--live")
    {
        Description = "Ask AWS which images the publishers' public parameters name now",
    };
    private readonly Option<OutputTarget[]> output = CommonOptions.Output(CommonOptions.TableFormats);
    private readonly AwsOptions aws;

    public FindOptions()
    {
        tool.AcceptOnlyFromAmong([.. CodeSnippet.Tools.All]);
        region.AddCheck(result =>
        {
            foreach (var token in result.Tokens.Where(t => !RegionName.IsValid(t.Value)))
                result.AddError($"--region: '{Sanitize.Text(token.Value)}' is no name of a Region such as us-east-1");
        });
        AccountOption.Check(account);
        aws = new AwsOptions(region: region);
    }

    public void AddTo(Command command)
    {
        command.Arguments.Add(need);
        foreach (Option option in (Option[])[region, account, database, config, tool, live, output])
            command.Options.Add(option);
        aws.AddTo(command);
    }

    public FindArguments Read(ParseResult result) =>
        new(
            string.Join(' ', result.GetRequiredValue(need)),
            RegionName.Parse(result.GetRequiredValue(region)!),
            result.GetValue(account) is { } id ? AccountId.Parse(id) : null,
            result.GetRequiredValue(database),
            result.GetResult(database) is { Implicit: false },
            result.GetRequiredValue(config),
            CodeSnippet.Tools.Find(result.GetValue(tool)),
            result.GetValue(live) ? aws.Settings(result) : null,
            CommonOptions.Targets(result, output)
        );
}
