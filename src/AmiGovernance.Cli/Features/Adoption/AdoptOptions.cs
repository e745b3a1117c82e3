using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Cli.Features.Adoption;

internal sealed class AdoptOptions
{
    private readonly Option<string?> org = new("--org")
    {
        Description = "An organization file, as `org export` writes it; then AWS is not asked",
        HelpName = "FILE",
    };
    private readonly Option<string[]> policies = new("--policy")
    {
        Description = "Read this policy only, by name or id; may be given several times",
        HelpName = "NAME",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string?> opsAccount = new("--ops-account")
    {
        Description = "An account that publishes images, where the policies list none of the organization",
        HelpName = "ID",
    };
    private readonly Option<string?> carrier = new("--carrier")
    {
        Description = $"Who deploys afterwards: {string.Join(", ", Carriers.Others)}; default: amigov",
        HelpName = "CARRIER",
    };
    private readonly Option<bool> write = new("--write")
    {
        Description = $"Write the configuration to {CommonOptions.ConfigFile}",
    };
    private readonly Option<string?> outFile = new("--out")
    {
        Description = "Write the configuration to another file",
        HelpName = "FILE",
    };
    private readonly Option<bool> yes = new("--yes", "-y") { Description = "Replace a file that is there" };
    private readonly Option<OutputTarget[]> output = CommonOptions.Output(CommonOptions.TableFormats);
    private readonly AwsOptions aws = new();

    public void AddTo(Command command)
    {
        carrier.AcceptOnlyFromAmong([.. Carriers.All]);
        AccountOption.Check(opsAccount);
        foreach (var option in (Option[])[org, policies, opsAccount, carrier, write, outFile, yes, output])
            command.Options.Add(option);
        aws.AddTo(command);
        command.AddCheck(Check);
    }

    private void Check(CommandResult result)
    {
        if (result.GetValue(write) && result.GetValue(outFile) is not null)
            result.AddError("'--write' and '--out' each name a file: give one of them");
        if (result.GetValue(yes) && !result.GetValue(write) && result.GetValue(outFile) is null)
            result.AddError("'--yes' goes with '--write' or '--out'");
    }

    public AdoptArguments Read(ParseResult result) =>
        new(result.GetValue(policies) ?? [], aws.Settings(result), CommonOptions.Targets(result, output))
        {
            Organization = result.GetValue(org),
            File = result.GetValue(write) ? CommonOptions.ConfigFile : result.GetValue(outFile),
            Yes = result.GetValue(yes),
            Carrier = Carriers.FromName(result.GetValue(carrier)),
            OpsAccount = OpsAccount(result.GetValue(opsAccount)),
        };

    private static AccountId? OpsAccount(string? account) => account is null ? null : AccountId.Parse(account);
}
