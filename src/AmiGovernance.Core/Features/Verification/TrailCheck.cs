using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>
/// Looks for CloudTrail's records of the calls that were tried, and notes their ids. Records arrive late, so it looks again for a
/// while (CloudTrail user guide, "How CloudTrail works": on average within <see cref="AwsFacts.RecordDelay"/>; not guaranteed).
/// </summary>
internal sealed class TrailCheck(ICallRecords records, TimeProvider time)
{
    private const int Attempts = 30;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(30);

    /// <summary>The clocks of this machine and of AWS may differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    public async Task Run(PlaceUnderTest test, DateTimeOffset since, CancellationToken cancel)
    {
        var search = new RecordSearch(test);
        var line = test.Line(
            ChecklistItem.CloudTrail,
            EvidenceKind.CloudTrail,
            "records of these calls",
            $"{Plural.Of(search.Tried, "call")} recorded with the decision"
        );
        test.Add(
            search.Tried == 0
                ? line.Judged(LineResult.NotApplicable, "no call was tried")
                : await Search(test.Place, search, line, since - Margin, cancel)
        );
    }

    private async Task<VerificationLine> Search(
        VerificationPlace place,
        RecordSearch search,
        VerificationLine line,
        DateTimeOffset since,
        CancellationToken cancel
    )
    {
        try
        {
            for (var attempt = 1; search.IsOpen && attempt <= Attempts; attempt++)
            {
                if (attempt > 1)
                    await Task.Delay(Between, time, cancel);
                foreach (var operation in search.OpenOperations)
                    search.Take(await records.LookUp(place, operation, since, cancel));
            }
            return search.Judge(line);
        }
        catch (AwsException e)
        {
            return line.Unchecked(e.Failure.Summary);
        }
    }
}
