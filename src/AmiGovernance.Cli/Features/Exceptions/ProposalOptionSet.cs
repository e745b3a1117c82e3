using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Proposals;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>The options of commands that end in a branch and a merge request.</summary>
internal sealed class ProposalOptionSet
{
    private readonly Option<string> config = CommonOptions.Config();
    private readonly Option<string> folder = CommonOptions.Folder();
    private readonly Option<string> remote = new("--remote")
    {
        Description = "The remote to push to",
        HelpName = "NAME",
        DefaultValueFactory = _ => "origin",
    };
    private readonly Option<string?> start = new("--base")
    {
        Description = "What the branch starts from; default: the target branch as the remote has it",
        HelpName = "REVISION",
    };
    private readonly Option<string?> target = new("--target-branch")
    {
        Description = "The branch to merge into; default: the remote's default branch",
        HelpName = "BRANCH",
    };
    private readonly Option<bool> noPush = new("--no-push") { Description = "Only make the branch here" };
    private readonly Option<bool> rebuild = new("--rebuild")
    {
        Description = "Make the branch anew when it is there and holds something else",
    };
    private readonly Option<bool> dryRun = new("--dry-run")
    {
        Description = "Check everything, show what would be done, write nothing",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { config, folder, remote, start, target, noPush, rebuild, dryRun })
            command.Options.Add(option);
    }

    public ProposalOptions Of(ParseResult result) =>
        new(
            result.GetRequiredValue(config),
            result.GetRequiredValue(folder),
            result.GetRequiredValue(remote),
            result.GetValue(start),
            result.GetValue(target),
            !result.GetValue(noPush),
            result.GetValue(rebuild),
            result.GetValue(dryRun)
        );
}
