using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>AWS's rate limits as token buckets. Time is that of the sandbox's clock.</summary>
internal sealed class Throttle
{
    private readonly Dictionary<string, (double Tokens, DateTimeOffset At)> buckets = new(StringComparer.Ordinal);

    /// <summary>Calls that found no token.</summary>
    public long Refused { get; private set; }

    /// <summary>Takes a token from each bucket that the call needs one of, or none.</summary>
    public bool Take(SandboxCall call)
    {
        var budget = RequestBudget.Of(call);
        var shared = $"{call.Service}/{budget.Name}";
        var own = budget.IsRegional ? $"{shared}/{call.Account}/{call.Region}" : $"{shared}/{call.Account}";
        if (!HasToken(own, budget.Rate, call.Now) || !HasToken(shared, budget.OfOrganization, call.Now))
        {
            Refused++;
            return false;
        }
        Spend(own);
        if (budget.OfOrganization is not null)
            Spend(shared);
        return true;
    }

    /// <param name="rate">Null for no limit.</param>
    private bool HasToken(string bucket, RequestRate? rate, DateTimeOffset now)
    {
        if (rate is not { } limit)
            return true;
        var (tokens, at) = buckets.TryGetValue(bucket, out var known) ? known : (limit.Capacity, now);
        var refilled = Math.Max(0, (now - at).TotalSeconds) * limit.Refill;
        tokens = Math.Min(limit.Capacity, tokens + refilled);
        buckets[bucket] = (tokens, now);
        return tokens >= 1;
    }

    private void Spend(string bucket) => buckets[bucket] = buckets[bucket] with { Tokens = buckets[bucket].Tokens - 1 };
}
