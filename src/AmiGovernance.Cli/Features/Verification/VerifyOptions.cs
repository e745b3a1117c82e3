using System.Collections.Immutable;
using System.CommandLine;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Verification;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Cli.Features.Verification;

/// <summary>The options of `verify`.</summary>
internal sealed class VerifyOptions
{
    private const string DefaultInstanceType = "t3.micro";

    private readonly Option<string> config = CommonOptions.Config();

    private readonly Option<ImmutableArray<AccountId>> accounts = Accounts();

    private readonly Option<string?> mode = new("--mode")
    {
        Description =
            "What to expect: audit_mode or enabled; default: as the attached policies say, else the configuration",
        HelpName = "MODE",
    };

    private readonly Option<ImmutableArray<NamedImage>> approved = Images(
        "--approved-image",
        "An image of a listed owner for the tests; default: one is picked"
    );

    private readonly Option<ImmutableArray<NamedImage>> notApproved = Images(
        "--unapproved-image",
        "An image of an owner that is not listed; default: a public one is picked"
    );

    private readonly Option<bool> launch = new("--launch")
    {
        Description = "Also launch instances for real, and end them at once",
    };

    private readonly Option<bool> cloudTrail = new("--cloudtrail")
    {
        Description = "Also wait for CloudTrail's records of the calls, up to 15 minutes",
    };

    private readonly Option<string> instanceType = new("--instance-type")
    {
        Description = "Of test launches; an x86_64 type",
        HelpName = "TYPE",
        DefaultValueFactory = _ => DefaultInstanceType,
    };

    private readonly Option<string?> subnet = new("--subnet")
    {
        Description = "For test launches; default: the default VPC's",
        HelpName = "ID",
    };

    private readonly Option<OutputTarget[]> output = CommonOptions.Output(CommonOptions.PageFormats);

    private readonly AwsOptions aws;

    public VerifyOptions(Command command)
    {
        mode.AcceptOnlyFromAmong([.. AllowedImagesStates.EnforcementModes]);
        Option[] before = [config, accounts, mode, approved, notApproved, launch, cloudTrail, instanceType, subnet];
        foreach (var option in before)
            command.Options.Add(option);
        aws = new AwsOptions(AwsOptions.Regions()).AddTo(command);
        command.Options.Add(output);
    }

    public AwsConnection Connect(ParseResult result, CliContext context) => aws.Connect(result, context);

    public VerifyArguments Read(ParseResult result, AwsConnection connection) =>
        new(
            result.GetValue(config) ?? "",
            result.GetValue(accounts),
            aws.Regions(result, connection),
            AllowedImagesStates.FromName(result.GetValue(mode)),
            aws.RoleName(result),
            result.GetValue(approved),
            result.GetValue(notApproved),
            result.GetValue(launch),
            result.GetValue(cloudTrail),
            result.GetValue(instanceType) ?? DefaultInstanceType,
            result.GetValue(subnet),
            CommonOptions.Targets(result, output)
        );

    private static Option<ImmutableArray<AccountId>> Accounts() =>
        new("--account")
        {
            Description =
                "An account to test in, may be given several times; default: each publisher and exception, and a workload for each set of our policies",
            HelpName = "ID",
            DefaultValueFactory = _ => [],
            Arity = ArgumentArity.ZeroOrMore,
            CustomParser = result =>
            {
                var ids = ImmutableArray.CreateBuilder<AccountId>();
                foreach (var token in result.Tokens)
                    if (AccountId.TryParse(token.Value, out var id))
                        ids.Add(id);
                    else
                        result.AddError($"'{Sanitize.Text(token.Value)}' is no account id; give 12 digits");
                return ids.ToImmutable();
            },
        };

    private static Option<ImmutableArray<NamedImage>> Images(string name, string description) =>
        new(name)
        {
            Description = $"{description}; REGION=ID for one Region",
            HelpName = "ID",
            DefaultValueFactory = _ => [],
            Arity = ArgumentArity.ZeroOrMore,
            CustomParser = result =>
            {
                var images = ImmutableArray.CreateBuilder<NamedImage>();
                foreach (var token in result.Tokens)
                    if (Parse(token.Value, out var problem) is { } image)
                        images.Add(image);
                    else
                        result.AddError(problem);
                return images.ToImmutable();
            },
        };

    /// <summary>Null with a problem when it is no image id, or its Region none.</summary>
    private static NamedImage? Parse(string text, out string problem)
    {
        problem = "";
        var parts = text.Split('=', 2);
        var isInRegion = parts.Length == 2;
        var region = default(RegionName);
        if (isInRegion && !RegionName.TryParse(parts[0], out region))
            problem = $"'{Sanitize.Text(parts[0])}' is no Region; write it as eu-central-1";
        else if (!ImageId.TryParse(parts[^1], out var image))
            problem = $"'{Sanitize.Text(parts[^1])}' is no image id; write it as ami-0123456789abcdef0";
        else
            return new NamedImage(isInRegion ? region : null, image);
        return null;
    }
}
