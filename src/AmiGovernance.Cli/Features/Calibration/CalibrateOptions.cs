using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Calibration;

namespace AmiGovernance.Cli.Features.Calibration;

/// <summary>The options of `calibrate`.</summary>
internal sealed class CalibrateOptions
{
    private readonly Option<string?> account = new("--account")
    {
        Description = "The throwaway account, by its id; without it the experiments are listed and nothing is done",
        HelpName = "ACCOUNT",
    };
    private readonly Option<string?> second = new("--second-account")
    {
        Description =
            "A second throwaway account, which shares an image with the first; without it some experiments stay open",
        HelpName = "ACCOUNT",
    };
    private readonly Option<string[]> experiments = new("--experiment")
    {
        Description = "Only this experiment, may be given several times",
        HelpName = "NAME",
        DefaultValueFactory = _ => [],
    };
    private readonly Option<string> instanceType = new("--instance-type")
    {
        Description = "Of launches, should AWS allow one that it ought not to; an x86_64 type",
        HelpName = "TYPE",
        DefaultValueFactory = _ => "t3.nano",
    };
    private readonly Option<string> file = new("--to")
    {
        Description = "The cassette to write",
        HelpName = "FILE",
        DefaultValueFactory = _ => "cassette.json",
    };
    private readonly Option<string?> signKey = new("--sign-key")
    {
        Description = "Sign the cassette with this SSH key; the signature is written beside it, as FILE.sig",
        HelpName = "FILE",
    };
    private readonly Option<bool> cleanUp = new("--clean-up")
    {
        Description = "Remove what earlier calibrations left in the account and the organization, and do nothing else",
    };
    private readonly Option<bool> knows = new("--i-know")
    {
        Description = "The credentials are of the management account of a real organization, which is there for tests",
    };
    private readonly Option<bool> yes = new("--yes") { Description = "Do not ask" };
    private readonly Option<string?> import = new("--import")
    {
        Description = "Take the findings of this cassette over into facts/",
        HelpName = "FILE",
    };
    private readonly Option<string?> key = new("--key")
    {
        Description = "The public key, or the allowed signers, of those who made the cassette",
        HelpName = "FILE",
    };
    private readonly Option<bool> unsigned = new("--unsigned")
    {
        Description = "Take the cassette from anybody: its signature is not looked at",
    };
    private readonly Option<bool> replace = new("--replace")
    {
        Description = "Take findings over that contradict what was measured before",
    };

    private readonly Option<bool> notAws = new("--not-aws")
    {
        Description = "Take the cassette though something else than AWS answered, such as a sandbox: to try it out",
    };

    public CalibrateOptions(Command command)
    {
        experiments.AcceptOnlyFromAmong([.. ExperimentFiles.All.Select(e => e.Name)]);
        AccountOption.Check(account);
        AccountOption.Check(second);
        Option[] all =
        [
            account,
            second,
            experiments,
            instanceType,
            file,
            signKey,
            cleanUp,
            knows,
            yes,
            import,
            key,
            unsigned,
            replace,
            notAws,
        ];
        foreach (var option in all)
            command.Options.Add(option);
        command.AddCheck(Check);
        command.AddCheck(CheckSecond);
        Aws = new AwsOptions(assumesRoles: true).AddTo(command);
    }

    public AwsOptions Aws { get; }

    private void Check(CommandResult result)
    {
        if (IsGiven(result, import) && IsGiven(result, account))
            result.AddError("--import takes a cassette over, --account makes one: give one of them");
        foreach (var option in ((Option[])[key, unsigned, replace, notAws]).Where(o => IsGiven(result, o)))
            if (!IsGiven(result, import))
                result.AddError($"{option.Name} needs --import");
        if (IsGiven(result, account))
            return;
        Option[] ofRuns = [second, signKey, cleanUp, experiments, instanceType, file, knows, yes, .. Aws.Options];
        foreach (var option in ofRuns.Where(o => IsGiven(result, o)))
            result.AddError($"{option.Name} needs --account");
    }

    /// <summary>An account cannot share images with itself.</summary>
    private void CheckSecond(CommandResult result)
    {
        if (result.GetValue(second) is { } other && other == result.GetValue(account))
            result.AddError($"{second.Name} is the account of {account.Name}: name another one");
    }

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    public CalibrateArguments Read(ParseResult result) =>
        new(
            result.GetValue(account) is { } id ? AccountId.Parse(id) : null,
            result.GetValue(second) is { } other ? AccountId.Parse(other) : null,
            result.GetValue(experiments) ?? [],
            result.GetRequiredValue(instanceType),
            result.GetRequiredValue(file),
            result.GetValue(signKey),
            result.GetValue(cleanUp),
            result.GetValue(knows),
            result.GetValue(yes),
            result.GetValue(import) is { } cassette
                ? new ImportRequest(cassette, result.GetValue(key), result.GetValue(unsigned), result.GetValue(replace))
                {
                    MayBeOfAnother = result.GetValue(notAws),
                }
                : null
        );
}
