using AmiGovernance.Cli.Features.Exceptions;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Discovery;
using AmiGovernance.Core.Features.Proposals;

namespace AmiGovernance.Cli.Features.Discovery;

/// <summary>Makes a branch of what is proposed. Told on standard error, for the report is the result.</summary>
internal static class BranchProposal
{
    /// <summary>The exit code.</summary>
    public static int Run(DiscoveryReport report, ProposalOptions options, CliContext context)
    {
        var bag = new DiagnosticBag();
        var git = CommonOptions.Git(context, bag);
        var done = git is null
            ? null
            : new ProposeEntries(new ProposeChange(git, git, git, context.Time)).Run(report, options, bag);
        context.PrintFindings(bag.ToSorted());
        if (done is null)
        {
            context.Error.WriteLine("no branch was made");
            return ExitCodes.Errors;
        }
        if (done.Change is { } change)
            ProposalView.Write(context.Error, change, options.Remote, context.ErrorWidth);
        else
            context.Error.WriteLine("✓ the configuration has every entry that is proposed");
        return ExitCodes.Done;
    }
}
