using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>The calls of one place whose records are looked for, by their request ids.</summary>
internal sealed class RecordSearch
{
    private readonly PlaceUnderTest test;
    private readonly Dictionary<string, (VerificationLine Line, CallAnswer Answer)> missing = new(
        StringComparer.Ordinal
    );
    private int contradicted;

    public RecordSearch(PlaceUnderTest test)
    {
        this.test = test;
        foreach (var line in test.Lines)
            if (line.Answer is { RequestId: { } request } answer)
                missing.Add(request, (line, answer));
        Tried = missing.Count;
    }

    public int Tried { get; }

    public bool IsOpen => missing.Count > 0;

    /// <summary>As CloudTrail names them, without the service.</summary>
    public IReadOnlyList<string> OpenOperations =>
        [.. missing.Values.Select(call => call.Answer.Operation.Split(':')[^1]).Distinct()];

    public void Take(IEnumerable<RecordedCall> records)
    {
        foreach (var recorded in records)
        {
            if (!missing.Remove(recorded.RequestId, out var call))
                continue;
            test.Replace(call.Line, call.Line with { EventId = recorded.EventId });
            if (!recorded.Code.EndsWith(call.Answer.Code, StringComparison.Ordinal))
                contradicted++;
        }
    }

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
