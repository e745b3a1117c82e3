using System.Collections.Immutable;

namespace AmiGovernance.Core.Policies.Iam.Evaluation;

/// <summary>Whether something matches a request of which not all is known.</summary>
/// <param name="IsPossible">False when it does not match, whatever is not known.</param>
/// <param name="DependsOn">The keys, and kinds of resources, that decide it; empty when nothing unknown takes part.</param>
internal readonly record struct OpenMatch(bool IsPossible, ImmutableArray<string> DependsOn)
{
    public static readonly OpenMatch Yes = new(true, []);
    public static readonly OpenMatch No = new(false, []);

    public bool IsCertain => IsPossible && DependsOn.IsEmpty;

    public static OpenMatch Of(bool matches) => matches ? Yes : No;

    public static OpenMatch On(params ImmutableArray<string> keys) => new(true, keys);

    /// <summary>All must match.</summary>
    public OpenMatch And(OpenMatch other)
    {
        if (!IsPossible || !other.IsPossible)
            return No;
        return new OpenMatch(true, DependsOn.IsEmpty ? other.DependsOn : DependsOn.AddRange(other.DependsOn));
    }

    public OpenMatch Not()
    {
        if (!IsPossible)
            return Yes;
        return DependsOn.IsEmpty ? No : this;
    }
}
