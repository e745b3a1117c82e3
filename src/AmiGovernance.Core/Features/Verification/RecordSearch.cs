using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>The calls of one place whose records are looked for, by their request ids.</summary>
internal sealed class RecordSearch
{
    private readonly PlaceUnderTest test;
    private readonly Dictionary<string, List<Answered>> missing = new(StringComparer.Ordinal);
    private int contradicted;

    public RecordSearch(PlaceUnderTest test)
    {
        this.test = test;
        // Whatever answers may give one id to several calls: then one record settles them all.
        foreach (var line in test.Lines)
            if (line.Answer is { RequestId: { } request } answer)
            {
                if (!missing.TryGetValue(request, out var calls))
                    missing[request] = calls = [];
                calls.Add(new Answered(line, answer));
            }
        Tried = missing.Count;
    }

    private sealed record Answered(VerificationLine Line, CallAnswer Answer);

    public int Tried { get; }

    public bool IsOpen => missing.Count > 0;

    /// <summary>As CloudTrail names them, without the service.</summary>
    public IReadOnlyList<string> OpenOperations =>
        [.. missing.Values.SelectMany(calls => calls).Select(call => call.Answer.Operation.Split(':')[^1]).Distinct()];

    public void Take(IEnumerable<RecordedCall> records)
    {
        foreach (var recorded in records)
        {
            if (!missing.Remove(recorded.RequestId, out var calls))
                continue;
            foreach (var (line, _) in calls)
                test.Replace(line, line with { EventId = recorded.EventId });
            if (!calls.TrueForAll(call => IsSame(recorded.Code, call.Answer.Code)))
                contradicted++;
        }
    }

    /// <summary>CloudTrail puts `Client.` before the codes of EC2; a call that was carried out has none in either.</summary>
    private static bool IsSame(string recorded, string answered) =>
        recorded == answered || answered.Length > 0 && recorded.EndsWith($".{answered}", StringComparison.Ordinal);

    public VerificationLine Judge(VerificationLine line)
    {
        var count = $"{Tried - missing.Count} of {Plural.Of(Tried, "call")} recorded";
        if (contradicted > 0)
            return line.Judged(LineResult.NotAsExpected, $"{count}, {contradicted} with another decision");

        return IsOpen
            ? line.Judged(LineResult.NotChecked, count, "records can arrive later; look for the request ids again")
            : line.Judged(LineResult.AsExpected, $"{count} with the decision");
    }
}
