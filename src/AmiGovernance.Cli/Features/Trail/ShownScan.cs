using AmiGovernance.Cli.Adapters.Trails;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>A scan that shows how far it is, and the look-up of owners after it.</summary>
/// <param name="lookUp">Null when owners are not looked up.</param>
internal sealed class ShownScan(
    CliContext context,
    TrailStateFile? state,
    ScanTrail scan,
    ProgressLine progress,
    LookUpOwners? lookUp
)
{
    private static readonly TimeSpan ShowEvery = TimeSpan.FromMilliseconds(200);

    /// <param name="unit">What is read: files, or event histories.</param>
    /// <param name="state">Of a run over the same question; null where nothing is kept.</param>
    public static ShownScan Of(
        CliContext context,
        ITrailSource source,
        LedgerUnit unit,
        TrailQuestion question,
        TrailStateFile? state,
        LookUpOwners? lookUp
    )
    {
        var progress = new ProgressLine(context) { BeforeFirst = unit.BeforeFirst };
        var shown = context.Time.GetTimestamp();

        void Show(TrailLedger ledger)
        {
            if (context.Time.GetElapsedTime(shown) < ShowEvery)
                return;
            shown = context.Time.GetTimestamp();
            progress.Show($"so far {LedgerText.Read(ledger, unit)}");
        }

        var scan = new ScanTrail(source, question, state, context.Time) { Progress = Show };
        return new ShownScan(context, state, scan, progress, lookUp);
    }

    /// <summary>The number of files that were read now; null, which is printed, when what was read cannot be kept.</summary>
    public async Task<long?> Read(CancellationToken cancel)
    {
        try
        {
            using (progress)
                return await scan.Run(cancel);
        }
        catch (IOException e) when (state is not null)
        {
            var bag = new DiagnosticBag();
            state.Report(e, bag);
            context.PrintFindings(bag.ToSorted());
            return null;
        }
    }

    /// <summary>All that was read so far, and before.</summary>
    public async Task<TrailFindings> Findings(CancellationToken cancel)
    {
        var found = scan.Findings;
        return lookUp is null ? found : await lookUp.Run(found, cancel);
    }
}
