using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>
/// Looks for CloudTrail's records of the calls that were tried, and notes their ids. Records arrive late, so it looks again for a
/// while (CloudTrail user guide, "How CloudTrail works": within about five minutes on average; not guaranteed).
/// </summary>
internal sealed class TrailTests(ICallRecords records, TimeProvider time)
{
    private const int Looks = 30;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(30);

    /// <summary>The clocks of this machine and of AWS may differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    public async Task Run(PlaceUnderTest test, DateTimeOffset since, CancellationToken cancel)
    {
        var tried = test.Lines.Where(l => l.Answer?.RequestId is not null).ToList();
        var line = test.Line(
            ChecklistItem.CloudTrail,
            EvidenceKind.CloudTrail,
            "records of these calls",
            $"{Plural.Of(tried.Count, "call")} recorded with the decision"
        );
        if (tried.Count == 0)
        {
            test.Add(line with { Result = LineResult.NotApplicable, Actual = "no call was tried" });
            return;
        }
        var missing = tried.ToDictionary(l => l.Answer!.RequestId!, StringComparer.Ordinal);
        var others = 0;
        try
        {
            for (var look = 1; missing.Count > 0 && look <= Looks; look++)
            {
                if (look > 1)
                    await Task.Delay(Between, time, cancel);
                foreach (var operation in missing.Values.Select(l => Operation(l.Answer!)).Distinct().ToList())
                foreach (var recorded in await records.LookUp(test.Place, operation, since - Margin, cancel))
                    if (missing.Remove(recorded.RequestId, out var found))
                    {
                        test.Replace(found, found with { EventId = recorded.EventId });
                        if (!recorded.Code.EndsWith(found.Answer!.Code, StringComparison.Ordinal))
                            others++;
                    }
            }
        }
        catch (AwsException e)
        {
            test.Unchecked(line, $"{e.Operation}: {e.Code}: {Visible.Text(e.Message)}");
            return;
        }
        var count = $"{tried.Count - missing.Count} of {Plural.Of(tried.Count, "call")} recorded";
        test.Add(
            others > 0
                ? line with
                {
                    Result = LineResult.NotAsExpected,
                    Actual = $"{count}, {others} with another decision",
                }
            : missing.Count > 0
                ? line with
                {
                    Result = LineResult.NotChecked,
                    Actual = count,
                    Note = "records can arrive later; look for the request ids again",
                }
            : line with { Result = LineResult.AsExpected, Actual = $"{count} with the decision" }
        );
    }

    private static string Operation(CallAnswer answer) =>
        answer.Operation[(answer.Operation.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
