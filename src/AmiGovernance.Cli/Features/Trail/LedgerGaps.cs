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
    public static int Report(CliContext context, TrailLedger ledger, TrailFilter asked)
    {
        var bag = new DiagnosticBag();
        foreach (var gap in ledger.Gaps.Take(MostShown))
            bag.Report(TrailDiagnostics.NotWhole, SourceLocation.OfFile(SourceText.Missing(gap.File)), gap.Reason);
        if (ledger.Files == 0 && ledger.GapCount == 0 && ledger.Counts.Records == 0)
            ReportNothing(ledger, asked, bag);
        context.PrintFindings(bag.ToSorted());

        if (ledger.GapCount > MostShown)
            context.Error.WriteLine(
                $"… and {Quantity.Of(ledger.GapCount - MostShown, "more file that was", "more files that were")} not read, or not whole; "
                    + $"`--output json` names {Quantity.Number(TrailLedger.MostGaps)}\n"
            );
        if (bag.HasErrors)
            return ExitCodes.Errors;
        return ledger.Looked.IsComplete ? ExitCodes.Done : ExitCodes.Incomplete;
    }

    private static void ReportNothing(TrailLedger ledger, TrailFilter asked, DiagnosticBag bag)
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
            $"there is no trail file{skipped}",
            "name the folder that holds `AWSLogs`, or files of it"
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
