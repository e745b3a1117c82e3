using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>The replay of calls through policies, whoever read the calls, and its report.</summary>
internal sealed class Replay(CliContext context, JudgementInput input)
{
    /// <summary>What a trail must be asked.</summary>
    public TrailQuestion Question(TrailFilter filter) => input.Question(filter);

    /// <summary>The exit code.</summary>
    /// <param name="filter">What was asked of the trail.</param>
    public int Report(
        TrailFindings found,
        TrailFilter filter,
        ImageOwners owners,
        Organization? organization,
        LedgerUnit unit,
        TrailReportArguments shown
    )
    {
        var gaps = LedgerGaps.Report(context, found.Ledger, filter, unit);
        if (gaps == ExitCodes.Errors)
            return gaps;

        var now = context.Time.GetUtcNow();
        var report = input.Backtest(owners, organization, now).Run(found) with { Unit = unit };
        var written = TableOutput.Write(
            context,
            shown.Targets,
            (text, format) => BacktestView.Write(text, context, report, format, shown)
        );
        if (input.Arguments.UpdatesTriage)
        {
            // A part is no replay: the gate before enforcement needs the whole.
            var whyNot = NotRecorded(filter, report);
            var replay = whyNot is null ? report.Replay(now) : null;
            var open = report.Open.Select(f => (f.Id, f.Verdict));
            written = Math.Max(written, TriageUpdate.Run(context, input.Arguments.Triage, open, replay));
            if (whyNot is not null)
                TriageUpdate.SayNotRecorded(context, input.Arguments.Triage, whyNot);
        }
        if (written != ExitCodes.Done)
            return written;
        if (report.Open.Any())
            return ExitCodes.No;
        return report.Looked.IsComplete ? ExitCodes.Done : ExitCodes.Incomplete;
    }

    /// <summary>Why what was replayed is not the whole that the gate before enforcement needs; null when it is.</summary>
    private static string? NotRecorded(TrailFilter filter, BacktestReport report)
    {
        if (!filter.IsEverywhere)
            return "with --account or --region only a part was replayed";
        return report.LacksEnforcement ? EnforcedPolicies.Unknown : null;
    }
}
