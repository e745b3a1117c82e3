using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>The replay of calls through policies, whoever read the calls, and its report.</summary>
internal sealed class BacktestRun(
    CliContext context,
    PolicySet policies,
    GovernanceConfig? config,
    Triage decided,
    string folder
)
{
    /// <summary>Whether findings without an entry get one, and it is recorded what was replayed.</summary>
    public bool UpdatesTriage { get; init; }

    /// <summary>What a trail must be asked.</summary>
    public TrailQuestion Question(TrailFilter filter) => BacktestTrail.Question(filter, policies);

    /// <summary>The exit code.</summary>
    /// <param name="unit">See <see cref="TrailReport.Unit"/>.</param>
    public int Report(
        TrailFindings found,
        ImageOwners owners,
        Organization? organization,
        TrailFilter filter,
        IReadOnlyList<OutputTarget> targets,
        int top,
        (string, string)? unit = null
    )
    {
        var gaps = TrailOptions.ReportGaps(context, found.Ledger);
        if (gaps == ExitCodes.Errors)
            return gaps;
        var report = new BacktestTrail(
            new BacktestInput(policies, owners, config, organization, decided, context.Time.GetUtcNow())
        ).Run(found) with
        {
            Unit = unit ?? ("file", "files"),
        };
        var written = TableOutput.Write(
            context,
            targets,
            format =>
                format == OutputFormat.Json
                    ? BacktestJson.Write(report)
                    : BacktestView.Write(context, report, format == OutputFormat.Markdown, top)
        );
        // A part is no replay: the gate before enforcement needs the whole.
        var replay = filter.Accounts.IsEmpty && filter.Regions.IsEmpty ? report.Replay(context.Time.GetUtcNow()) : null;
        if (UpdatesTriage)
            written = Math.Max(
                written,
                Update(context, folder, report.Open.Where(f => f.Triage is null).Select(f => f.Id), replay)
            );
        return written != ExitCodes.Done ? written
            : report.Open.Any() ? ExitCodes.No
            : gaps;
    }

    public static int Update(
        CliContext context,
        string folder,
        IEnumerable<string> findings,
        ReplayRecord? replay = null
    )
    {
        var bag = new DiagnosticBag();
        var added = TriageFiles.Add(context.Files, folder, findings, replay, bag);
        context.PrintFindings(bag.ToSorted());
        context.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{folder}/: {added} new open {(added == 1 ? "entry" : "entries")}"
            )
        );
        return bag.HasErrors ? ExitCodes.Errors : ExitCodes.Done;
    }
}
