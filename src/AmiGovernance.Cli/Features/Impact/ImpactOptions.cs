using System.CommandLine;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Impact;

/// <summary>Where it is looked, and how it is shown.</summary>
internal sealed class ImpactOptions
{
    private readonly JudgementOptions judgement = JudgementOptions.OfUses();
    private readonly Option<string[]> accounts = PlaceOptions.Accounts(
        "Look at this account only; may be given several times"
    );
    private readonly Option<string[]> regions = PlaceOptions.Regions(
        "--region",
        "Look at this Region only; may be given several times. The first is also the one in which AWS is asked"
    );
    private readonly Option<int> top = NumberOption.Top("Findings in text and Markdown");
    private readonly Option<OutputTarget[]> output = CommonOptions.Output(CommonOptions.PageFormats);
    private readonly AwsOptions aws;

    public ImpactOptions() => aws = new AwsOptions(regions);

    public void AddTo(Command command)
    {
        judgement.AddTo(command);
        foreach (var option in new Option[] { accounts, top, output })
            command.Add(option);
        aws.AddTo(command);
    }

    public ImpactArguments Read(ParseResult result) =>
        new(judgement.Read(result), aws.Settings(result), CommonOptions.Targets(result, output), result.GetValue(top))
        {
            Accounts = PlaceOptions.Accounts(result, accounts),
            Regions = PlaceOptions.Regions(result, regions),
        };
}
