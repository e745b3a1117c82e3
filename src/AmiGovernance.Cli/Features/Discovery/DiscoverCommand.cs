using System.Collections.Immutable;
using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Discovery;
using AmiGovernance.Core.Features.Impact;

namespace AmiGovernance.Cli.Features.Discovery;

/// <summary>From an organization that already runs to a reviewed allow list.</summary>
internal static class DiscoverCommand
{
    /// <summary>Gaps beyond these are told by their number; the JSON output has all.</summary>
    private const int MostGapsShown = 10;

    public static Command Create(CliContext context)
    {
        var command = new HelpedCommand(
            "discover",
            "Find out whose images the organization uses, and propose the smallest allow list that keeps it running",
            new CommandHelp("amigov discover --trail s3://my-trail/AWSLogs --output markdown=allow-list.md", "discover")
        );
        var options = new DiscoverOptions();
        options.AddTo(command);
        command.SetAction((result, cancel) => Run(options.Read(result), context, cancel));
        return command;
    }

    /// <summary>The exit code.</summary>
    public static async Task<int> Run(DiscoverArguments arguments, CliContext context, CancellationToken cancel)
    {
        var bag = new DiagnosticBag();
        using var run = DiscoverRun.Open(arguments, context, bag);
        context.PrintFindings(bag.ToSorted());
        if (run is null || await ReadOrSay(run, arguments, context, cancel) is not { } report)
            return ExitCodes.Errors;

        ReportGaps(context, report);
        var written = TableOutput.Write(
            context,
            arguments.Targets,
            format => DiscoveryView.Write(context, report, format)
        );
        if (written == ExitCodes.Done && arguments.Write is { } file)
            written = WriteProposal.Run(report, file, context);
        if (written == ExitCodes.Done && arguments.Proposal is { } proposal)
            written = BranchProposal.Run(report, proposal, context);
        if (written != ExitCodes.Done)
            return written;
        return report.IsWhole ? ExitCodes.Done : ExitCodes.Incomplete;
    }

    /// <summary>What was read is kept where a file keeps it, so that a discovery that was stopped can go on.</summary>
    private static async Task<DiscoveryReport?> ReadOrSay(
        DiscoverRun run,
        DiscoverArguments arguments,
        CliContext context,
        CancellationToken cancel
    )
    {
        try
        {
            return await run.Read(cancel);
        }
        catch (OperationCanceledException)
        {
            context.Error.WriteLine(
                arguments.State is { } state
                    ? $"stopped; what was read is kept in {Sanitize.Text(state)}: the same command with `--resume` reads the rest"
                    : "stopped; nothing is kept: with `--state FILE` a discovery can go on, by `--resume`"
            );
            throw;
        }
    }

    internal static void ReportGaps(CliContext context, DiscoveryReport report)
    {
        var gaps = report.Present?.Gaps ?? ImmutableArray<DiscoveryGap>.Empty;
        var bag = new DiagnosticBag();
        foreach (var gap in gaps.Take(MostGapsShown))
            bag.Report(
                ImpactDiagnostics.NotRead,
                SourceLocation.OfFile(SourceText.Missing($"{gap.Account}/{gap.Region}")),
                gap.Reason
            );
        context.PrintFindings(bag.ToSorted());
        var more = gaps.Length - MostGapsShown;
        if (more > 0)
            context.Error.WriteLine($"… and {Quantity.Number(more)} more; `--output json` names them all\n");
    }
}
