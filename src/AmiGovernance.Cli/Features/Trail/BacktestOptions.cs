using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What recorded calls are replayed through, and where it is kept what was decided on findings.</summary>
internal sealed class BacktestOptions
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
    private readonly Option<bool> update = new("--update-triage")
    {
        Description = "Make an open entry in --triage for each finding that has none, and record what was replayed",
    };

    private Option[] All => [policies, config, triage, update];

    public Command AddTo(Command command)
    {
        foreach (var option in All)
            command.Add(option);
        return command;
    }

    /// <summary>The names of those that were given.</summary>
    public IEnumerable<string> Given(CommandResult result) =>
        All.Where(o => result.GetResult(o) is { Implicit: false }).Select(o => o.Name);

    /// <summary>Null with a report when there are no policies.</summary>
    public BacktestRun? Open(ParseResult result, CliContext context, DiagnosticBag bag)
    {
        var set = PolicySet.Read(result.GetValue(policies) ?? "dist", context.Files, bag);
        var folder = result.GetValue(triage) ?? TriageFiles.DefaultFolder;
        var read = Config(context, result.GetValue(config) ?? "", bag);
        var decided = TriageFiles.Read(context.Files, folder, bag);
        return set is null
            ? null
            : new BacktestRun(context, set, read, decided, folder) { UpdatesTriage = result.GetValue(update) };
    }

    /// <summary>Null when there is no configuration: then nothing is said of publishers and exceptions.</summary>
    private static GovernanceConfig? Config(CliContext context, string file, DiagnosticBag bag) =>
        context.Files.Exists(file) && context.Files.Read(file, bag) is { } source
            ? ConfigReader.Read(source, bag)
            : null;
}
