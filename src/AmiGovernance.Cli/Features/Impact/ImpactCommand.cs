using System.CommandLine;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Impact;

namespace AmiGovernance.Cli.Features.Impact;

/// <summary>What in the organization will not launch again once the policies are enforced.</summary>
internal static class ImpactCommand
{
    /// <summary>Gaps beyond these are told by their number; the JSON output has all.</summary>
    private const int MostGapsShown = 10;

    public static Command Create(CliContext context)
    {
        var command = new HelpedCommand(
            "impact",
            "Find what in the organization uses images that the policies would deny: the launches that will fail",
            new CommandHelp("amigov impact --region eu-central-1", "impact")
        );
        var options = new ImpactOptions();
        options.AddTo(command);
        command.SetAction((result, cancel) => Run(options.Read(result), context, cancel));
        return command;
    }

    /// <summary>The exit code.</summary>
    public static async Task<int> Run(ImpactArguments arguments, CliContext context, CancellationToken cancel)
    {
        var bag = new DiagnosticBag();
        var input = arguments.Judgement.Read(context.Files, context.Time.Today(), bag);
        context.PrintFindings(bag.ToSorted());
        if (input is null)
            return ExitCodes.Errors;

        using var aws = context.Connect(arguments.Aws);
        if (!await RegionArguments.Exist(arguments.Regions, context, aws, cancel))
            return ExitCodes.Errors;
        var request = input.Impact(arguments.Accounts, arguments.Regions, context.Time.GetUtcNow());
        var report = await Find(request, context, aws, cancel);
        ReportGaps(context, report);

        var written = TableOutput.Write(
            context,
            arguments.Targets,
            format => ImpactView.Write(report, format, arguments.Top)
        );
        if (arguments.Judgement.UpdatesTriage)
        {
            var found = report.Findings.Select(f => (f.Id, f.Verdict));
            var updated = TriageUpdate.Run(context, arguments.Judgement.Triage, found, replay: null);
            written = Math.Max(written, updated);
        }
        if (written != ExitCodes.Done)
            return written;
        if (report.Open.Any())
            return ExitCodes.No;
        return report.Looked.IsComplete ? ExitCodes.Done : ExitCodes.Incomplete;
    }

    private static async Task<ImpactReport> Find(
        ImpactRequest request,
        CliContext context,
        AwsConnection aws,
        CancellationToken cancel
    )
    {
        using var progress = new ProgressLine(context);
        return await ImpactSources.Find(ImpactSources.Of(aws), request, progress, cancel);
    }

    private static void ReportGaps(CliContext context, ImpactReport report)
    {
        var bag = new DiagnosticBag();
        foreach (var gap in report.Gaps.Take(MostGapsShown))
            bag.Report(
                ImpactDiagnostics.NotRead,
                SourceLocation.OfFile(SourceText.Missing($"{gap.Account}/{gap.RegionOrAll}")),
                gap.Reason
            );
        context.PrintFindings(bag.ToSorted());
        var more = report.Gaps.Length - MostGapsShown;
        if (more > 0)
            context.Error.WriteLine($"… and {Quantity.Number(more)} more; `--output json` names them all\n");
    }
}
