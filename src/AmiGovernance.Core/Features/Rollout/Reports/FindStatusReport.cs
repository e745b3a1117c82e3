using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Reports;

/// <summary>Finds a report, and waits for its end where that is wanted.</summary>
public sealed class FindStatusReport(IAccountStatusReports reports, TimeProvider time)
{
    /// <summary>Reports take minutes to hours (EC2 API reference: "can take several hours to complete").</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>Called while a report is waited for, with the time that it has taken.</summary>
    public Action<TimeSpan>? Waiting { get; init; }

    /// <summary>
    /// A complete report; null with a report (AMI0911) when there is none. Throws <see cref="AwsException"/> when AWS refuses.
    /// </summary>
    /// <param name="id">Null for the newest.</param>
    /// <param name="wait">Whether a report that is being made is waited for.</param>
    /// <param name="bag">Takes the report.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<AccountStatusReport?> Run(string? id, bool wait, DiagnosticBag bag, CancellationToken cancel)
    {
        var found = await Find(id, cancel);
        while (wait && found is { Status: AccountStatusReport.Running } running)
        {
            var now = time.GetUtcNow();
            Waiting?.Invoke(now - (running.StartedAt ?? now));
            await Task.Delay(Pause, time, cancel);
            // The newest may be another by then.
            id = running.Id;
            found = await Find(id, cancel);
        }
        if (found is { Status: AccountStatusReport.Complete })
            return found;
        if (found is null)
            ReportMissing(id, bag);
        else
            ReportIncomplete(found, bag);
        return null;
    }

    private async Task<AccountStatusReport?> Find(string? id, CancellationToken cancel) =>
        (await reports.Describe(cancel)).FirstOrDefault(r => id is null || r.Id == id);

    private static void ReportMissing(string? id, DiagnosticBag bag)
    {
        var which = id is null ? "" : $" `{id}`";
        Report(
            $"there is no account status report{which} in this Region",
            "`amigov status-report start s3://BUCKET/PREFIX` asks AWS for one",
            bag
        );
    }

    private static void ReportIncomplete(AccountStatusReport found, DiagnosticBag bag)
    {
        var help =
            found.Status == AccountStatusReport.Running
                ? "it takes up to some hours; `amigov status-report wait` waits for it"
                : "start another";
        Report($"the account status report {found.Id} is not complete: {found.Status}", help, bag);
    }

    private static void Report(string message, string help, DiagnosticBag bag) =>
        bag.Report(RolloutDiagnostics.NoStatusReport, SourceLocation.OfFile(SourceText.Missing("AWS")), message, help);
}
