using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>Reports what was not read.</summary>
internal static class LedgerGaps
{
    /// <summary>Gaps beyond these are told by their number; the JSON output has a thousand.</summary>
    private const int MostShown = 10;

    private const int MostAccounts = 5;

    /// <summary>Findings AMI0901 and AMI0902, and the exit code for them.</summary>
    /// <param name="asked">Which accounts were asked for.</param>
    /// <param name="unit">What the ledger counts as files.</param>
    public static int Report(CliContext context, TrailLedger ledger, TrailFilter asked, LedgerUnit unit)
    {
        var bag = new DiagnosticBag();
        foreach (var gap in ledger.Gaps.Take(MostShown))
            bag.Report(TrailDiagnostics.NotWhole, SourceLocation.OfFile(SourceText.Missing(gap.File)), gap.Reason);
        if (ledger.IsNothingThere)
            ReportNothing(ledger, asked, unit, bag);
        if (ledger.IsLeftOut)
            ReportLeftOut(ledger.Counts, bag);
        context.PrintFindings(bag.ToSorted());

        if (ledger.GapCount > MostShown)
            context.Error.WriteLine(
                $"… and {LedgerText.NotRead(ledger.GapCount - MostShown, unit.More)} not read, or not whole; "
                    + $"`--output json` names {Quantity.Number(TrailLedger.MostGaps)}\n"
            );
        if (bag.HasErrors)
            return ExitCodes.Errors;
        return ledger.Looked.IsComplete ? ExitCodes.Done : ExitCodes.Incomplete;
    }

    private static void ReportLeftOut(TrailCounts counts, DiagnosticBag bag)
    {
        (long Count, string What)[] left =
        [
            (counts.OutsideTime, "outside of --from and --to"),
            (counts.OtherPlaces, "of other accounts and Regions"),
        ];
        var why = left.Where(l => l.Count > 0).Select(l => $"{Quantity.Number(l.Count)} {l.What}");
        bag.Report(
            TrailDiagnostics.AllLeftOut,
            SourceLocation.OfFile(SourceText.Missing("trail")),
            $"no call on images and guardrails counts: {string.Join(", ", why)}",
            "check --from, --to, --account and --region"
        );
    }

    private static void ReportNothing(TrailLedger ledger, TrailFilter asked, LedgerUnit unit, DiagnosticBag bag)
    {
        if (!ledger.OtherAccounts.IsEmpty)
        {
            ReportOthers(ledger, asked, bag);
            return;
        }
        var skipped = ledger.Skipped.IsEmpty ? "" : $"; left out: {LedgerText.Skipped(ledger)}";
        bag.Report(
            TrailDiagnostics.NothingToRead,
            SourceLocation.OfFile(SourceText.Missing("trail")),
            $"{unit.Nothing.Said}{skipped}",
            unit.Nothing.Help
        );
    }

    private static void ReportOthers(TrailLedger ledger, TrailFilter asked, DiagnosticBag bag)
    {
        var wanted = Shortened.List([.. asked.Accounts.Select(a => a.Value)], MostAccounts);
        var others = Shortened.List([.. ledger.OtherAccounts], MostAccounts);
        bag.Report(
            TrailDiagnostics.NothingToRead,
            SourceLocation.OfFile(SourceText.Missing("trail")),
            $"there is no trail file of {wanted}; there are files of {others} ({LedgerText.Skipped(ledger)})",
            "check the account's number; files stand below the account that made the calls"
        );
    }
}
