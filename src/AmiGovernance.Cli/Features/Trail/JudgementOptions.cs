using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Trail;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What calls and uses are judged by, and where it is kept what was decided on findings.</summary>
/// <param name="updateDescription">Of `--update-triage`.</param>
internal sealed class JudgementOptions(string updateDescription)
{
    private readonly Option<string> policies = new("--policies")
    {
        Description = "The folder of the policies",
        HelpName = "DIR",
        DefaultValueFactory = _ => "dist",
    };
    private readonly Option<string> config = CommonOptions.Config();
    private readonly Option<string> triage = new("--triage")
    {
        Description = "The folder of what was decided on findings",
        HelpName = "DIR",
        DefaultValueFactory = _ => TriageFiles.DefaultFolder,
    };
    private readonly Option<bool> update = new("--update-triage") { Description = updateDescription };

    /// <summary>Null where nothing is compared.</summary>
    private readonly Option<string?>? against;

    private JudgementOptions(string updateDescription, Option<string?> against)
        : this(updateDescription) => this.against = against;

    private Option[] All =>
        against is null ? [policies, config, triage, update] : [policies, against, config, triage, update];

    public static JudgementOptions OfCalls() =>
        new(
            "Make an open entry in --triage for each finding that has none, and record what was replayed",
            new Option<string?>("--against")
            {
                Description = "The folder of other policies: whom --policies hits that these do not",
                HelpName = "DIR",
            }
        );

    public static JudgementOptions OfUses() => new("Make an open entry in --triage for each finding that has none");

    public Command AddTo(Command command)
    {
        foreach (var option in All)
            command.Add(option);
        if (against is { } others)
            command.AddCheck(result =>
            {
                if (result.GetValue(others) is not null && result.GetValue(update))
                    result.AddError("'--against' tells a part of the findings; it does not go with '--update-triage'");
            });
        return command;
    }

    /// <summary>The names of those that were given.</summary>
    public IEnumerable<string> Given(CommandResult result) =>
        All.Where(o => result.GetResult(o) is { Implicit: false }).Select(o => o.Name);

    public JudgementArguments Read(ParseResult result) =>
        new(
            result.GetRequiredValue(policies),
            result.GetRequiredValue(config),
            result.GetRequiredValue(triage),
            result.GetValue(update)
        )
        {
            Against = against is null ? null : result.GetValue(against),
        };
}
