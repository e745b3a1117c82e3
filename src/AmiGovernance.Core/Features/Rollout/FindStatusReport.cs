using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout;

/// <summary>Finds a report, and waits for its end where that is wanted.</summary>
public sealed class FindStatusReport(IAccountStatusReports reports, TimeProvider time)
{
    /// <summary>Reports take minutes to hours (EC2 API reference: "can take several hours to complete").</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>Called while a report is waited for, with the time that it has taken.</summary>
    public Action<TimeSpan>? Waiting { get; init; }

    /// <summary>A complete report; null with a report (AMI0911) when there is none.</summary>
    /// <param name="id">Null for the newest.</param>
    public async Task<AccountStatusReport?> Run(string? id, bool wait, DiagnosticBag bag, CancellationToken cancel)
    {
        while (true)
        {
            var all = await reports.Describe(cancel);
            var found = id is null ? all.FirstOrDefault() : all.FirstOrDefault(r => r.Id == id);
            if (found is { Status: AccountStatusReport.Complete })
                return found;
            if (found is not { Status: AccountStatusReport.Running } || !wait)
            {
                Report(found, id, bag);
                return null;
            }
            id = found.Id;
            Waiting?.Invoke(time.GetUtcNow() - (found.StartedAt ?? time.GetUtcNow()));
            await Task.Delay(Pause, time, cancel);
        }
    }

    private static void Report(AccountStatusReport? found, string? id, DiagnosticBag bag) =>
        bag.Report(
            RolloutDiagnostics.NoStatusReport,
            SourceLocation.OfFile(SourceText.Missing("AWS")),
            found is null
                ? id is null
                    ? "there is no account status report in this Region"
                    : $"there is no account status report `{Visible.Text(id)}` in this Region"
                : $"the account status report {found.Id} is not complete: {Visible.Text(found.Status)}",
            found is null ? "`amigov status-report start s3://BUCKET/PREFIX` asks AWS for one"
                : found.Status == AccountStatusReport.Running
                    ? "it takes up to some hours; `amigov status-report wait` waits for it"
                : "start another"
        );
}
