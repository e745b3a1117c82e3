using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Cli.Features.Exceptions;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Discovery;

/// <summary>What is looked at, and what becomes of the proposal.</summary>
internal sealed class DiscoverOptions
{
    private readonly DiscoverySourceOptions sources = new();
    private readonly Option<string?> state = new("--state")
    {
        Description = "A file that keeps what has been read; `--resume` goes on with it",
        HelpName = "FILE",
    };
    private readonly Option<bool> resume = new("--resume")
    {
        Description = "Go on with the run that --state keeps: read what it did not read yet, or could not",
    };
    private readonly Option<string?> write = new("--write")
    {
        Description =
            "Write the proposed configuration; one that is there is changed entry by entry, in its own layout",
        HelpName = "FILE",
    };
    private readonly Option<bool> branch = new("--branch")
    {
        Description =
            "Put the entries that --config lacks on a branch, checked and committed; the options below are for it",
    };
    private readonly Option<OutputTarget[]> output = CommonOptions.Output(CommonOptions.PageFormats);
    private readonly ProposalOptionSet proposal = new();

    public void AddTo(Command command)
    {
        sources.AddTo(command);
        foreach (var option in new Option[] { state, resume, write, output, branch })
            command.Add(option);
        proposal.AddTo(command);
        command.AddCheck(Check);
    }

    public DiscoverArguments Read(ParseResult result)
    {
        var proposed = proposal.Of(result);
        return sources.Read(result, proposed.ConfigPath) with
        {
            Targets = CommonOptions.Targets(result, output),
            State = result.GetValue(state),
            Resumes = result.GetValue(resume),
            Write = result.GetValue(write),
            Proposal = result.GetValue(branch) ? proposed : null,
        };
    }

    private void Check(CommandResult result)
    {
        sources.Check(result);
        if (result.GetValue(resume) && result.GetValue(state) is null)
            result.AddError("'--resume' needs '--state', which keeps what has been read");
    }
}
