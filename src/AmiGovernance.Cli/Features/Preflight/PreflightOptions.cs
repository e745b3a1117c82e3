using System.CommandLine;
using AmiGovernance.Cli.Features.Bundles;
using AmiGovernance.Cli.Features.Decisions;
using AmiGovernance.Cli.Features.Images;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Cli.Features.Preflight;

/// <summary>What files are looked at, and for whom they are judged.</summary>
internal sealed class PreflightOptions
{
    private readonly Argument<string[]> paths = new("PATH")
    {
        Description = "Files, and folders with files, that people deploy from",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string[]> accounts = InventoryOptions.Repeated(
        "--account",
        "ID",
        "The account that deploys, where the files do not say; may be given several times"
    );
    private readonly Option<string[]> regions = InventoryOptions.Repeated(
        "--region",
        "REGION",
        $"The Region, where the files do not say; may be given several times; {UsualRegion.InHelp}"
    );
    private readonly Option<string?> principal = PrincipalOption.Create(
        "Who deploys; default: some role of the account"
    );
    private readonly Option<string> policies = CommonOptions.Policies();
    private readonly Option<string> config = CommonOptions.Config();
    private readonly Option<string?> mode = new("--mode")
    {
        Description =
            "Judge by what the configuration gives in this mode, audit_mode or enabled, instead of by the folder",
        HelpName = "MODE",
    };
    private readonly Option<string?> organization = new("--org")
    {
        Description = "Take the policies that reach each account from an organization file, instead of a folder",
        HelpName = "FILE",
    };
    private readonly Option<string[]> facts = new("--image-facts")
    {
        Description = "Files of `aws ec2 describe-images`, by which images named by id or by filter are judged",
        HelpName = "FILE",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string> database = InventoryOptions.Database();
    private readonly BundleOptions bundle = new();
    private readonly Option<string?> since = new("--base")
    {
        Description = "Show only what is new since this commit, such as origin/main",
        HelpName = "REV",
    };
    private readonly Option<string> failOn = CommonOptions.FailOn();
    private readonly Option<OutputTarget[]> output = CommonOptions.Output(CommonOptions.FindingFormats);

    public PreflightOptions()
    {
        AccountOption.Check(accounts);
        mode.AcceptOnlyFromAmong([.. AllowedImagesStates.EnforcementModes]);
        regions.AddCheck(result =>
        {
            foreach (var token in result.Tokens.Where(t => !RegionName.IsValid(t.Value)))
                result.AddError($"--region: '{Sanitize.Text(token.Value)}' is no name of a Region");
        });
    }

    /// <summary>In the order of the help.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(paths);
        Option[] all =
        [
            accounts,
            regions,
            principal,
            policies,
            config,
            mode,
            organization,
            facts,
            database,
            .. bundle.All,
            since,
            failOn,
            output,
        ];
        foreach (var option in all)
            command.Options.Add(option);
        bundle.Replaces(command, policies, organization, database);
    }

    public PreflightArguments Read(ParseResult result, DateOnly today)
    {
        var origin = new PolicyOrigin(result.GetRequiredValue(config), today);
        return new PreflightArguments(
            [.. result.GetValue(paths) ?? []],
            [.. (result.GetValue(accounts) ?? []).Select(AccountId.Parse)],
            [.. (result.GetValue(regions) ?? []).Select(RegionName.Parse)],
            result.GetValue(principal),
            result.GetValue(policies) ?? CommonOptions.DistFolder,
            IsGiven(result, policies)
                ? null
                : origin with
                {
                    Mode = AllowedImagesStates.FromName(result.GetValue(mode)),
                },
            result.GetValue(organization),
            [.. result.GetValue(facts) ?? []],
            new StockArguments(result.GetRequiredValue(database), IsGiven(result, database), origin),
            bundle.Read(result),
            result.GetValue(since),
            result.GetValue(failOn) == "warning",
            CommonOptions.Targets(result, output)
        );
    }

    private static bool IsGiven(ParseResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
