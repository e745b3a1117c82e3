using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;
using AmiGovernance.TestSupport.Features.Trail.Generator;

namespace AmiGovernance.TestSupport.Features.Trail;

/// <summary>What was counted, against what the generator wrote.</summary>
internal static class TrailAnswers
{
    public static void AssertExact(TrailGenerator generator, TrailFindings findings)
    {
        AssertCounts(generator, findings);
        Assert.Equal(generator.Records, findings.Ledger.Counts.Records);
        Assert.Equal(generator.Duplicates, findings.Ledger.Counts.Duplicates);
        Assert.True(findings.Ledger.Looked.IsComplete);
    }

    /// <summary>Every combination that was written, with its number and its times, and no other.</summary>
    public static void AssertCounts(TrailGenerator generator, TrailFindings findings)
    {
        var counted = Counted(findings);
        Assert.Equal(generator.Expected.Count, counted.Count);
        foreach (var (key, expected) in generator.Expected)
            Assert.Equal((key, expected), (key, counted.GetValueOrDefault(key)));
    }

    private static Dictionary<ExpectedKey, ExpectedCount> Counted(TrailFindings findings) =>
        findings
            .Rows.GroupBy(r => new ExpectedKey(
                $"{r.Key.Action.Split(':')[0]}.amazonaws.com",
                r.Key.Action.Split(':')[1],
                r.Key.Account,
                r.Key.Region,
                r.Key.Principal,
                r.Key.Service,
                // A launch that tells only its template has an unknown image.
                r.Key.Image.StartsWith("lt-", StringComparison.Ordinal)
                    ? ""
                    : r.Key.Image,
                r.Key.Outcome.Name(),
                r.Key.ErrorCode
            )
            {
                Copied = r.Key.Action == "ec2:CopyImage" ? r.Key.Detail["from ".Length..] : "",
                IsPublic = r.Key.Detail == "add all",
            })
            .ToDictionary(
                g => g.Key,
                g => new ExpectedCount(
                    (int)g.Sum(r => r.Count),
                    g.Min(r => r.First)!.Value.UtcDateTime,
                    g.Max(r => r.Last)!.Value.UtcDateTime
                )
            );
}
