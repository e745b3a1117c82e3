using System.Collections.Immutable;

namespace AmiGovernance.Core.Policies.Iam.Evaluation;

/// <summary>Whether something holds, where not all of the request is known.</summary>
public enum Truth
{
    No,

    /// <summary>It depends on what is not known.</summary>
    Open,

    Yes,
}

/// <summary>What of a request is not known, as against what it does not carry.</summary>
/// <param name="IsOpen">Whether the request may carry this key, when <see cref="RequestContext"/> has no value for it.</param>
/// <param name="IsResourceOpen">The request's resource is some resource of its type; `*` stands for the id.</param>
/// <param name="PrincipalPatterns">What the principal's ARN may be; empty when it is known.</param>
public sealed record OpenFacts(
    Func<ConditionKey, bool> IsOpen,
    bool IsResourceOpen,
    ImmutableArray<string> PrincipalPatterns
)
{
    private static readonly ConditionKey PrincipalArn = ConditionKey.Of("aws:PrincipalArn");

    /// <summary>A key of which it is known what its value would be, and not whether the request carries it; null for none.</summary>
    public ConditionKey? MayLack { get; init; }

    /// <summary>Everything is known: what the request does not carry is absent.</summary>
    public static readonly OpenFacts None = new(_ => false, false, []);

    /// <summary>Then a statement matches or does not, which is found out faster.</summary>
    internal bool AreNone => ReferenceEquals(this, None);

    /// <summary>What the key's value may be, where it is known up to a part; empty otherwise.</summary>
    internal ImmutableArray<string> PatternsOf(ConditionKey key) => key == PrincipalArn ? PrincipalPatterns : [];
}

/// <summary>A statement that decides the request or does not, by what is not known.</summary>
/// <param name="Keys">The condition keys that it depends on; empty when it depends on the resource's id.</param>
public sealed record OpenStatement(
    PolicyLayer Layer,
    CompiledPolicy Policy,
    int Index,
    int Level,
    IReadOnlyList<string> Keys
)
{
    public Statement Statement => Policy.Document.Statements[Index];

    /// <summary>A resource of the statement of which AWS does not say whether it matches; null where nothing depends on that.</summary>
    public string? UnclearResource { get; init; }

    /// <summary>What it depends on, in words.</summary>
    /// <param name="id">That of the resource that is asked about.</param>
    public IEnumerable<string> DependsOn(string id)
    {
        if (UnclearResource is not null)
            return Keys.Append($"whether `{UnclearResource}` matches, which AWS does not document");
        return Keys.Count == 0 ? [id] : Keys;
    }
}

/// <param name="Decision">What is decided whatever the unknown is; allowed where something is open.</param>
/// <param name="Open">What it depends on; empty when it is decided.</param>
public readonly record struct OpenDecision(Decision Decision, IReadOnlyList<OpenStatement> Open);
