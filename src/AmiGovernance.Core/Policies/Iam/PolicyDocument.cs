using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Policies.Iam;

public enum Effect
{
    Allow,
    Deny,
}

/// <summary>An IAM policy document: an SCP, RCP, identity or resource policy.</summary>
public sealed record PolicyDocument(ImmutableArray<Statement> Statements)
{
    internal const string VersionWithVariables = "2012-10-17";

    /// <summary>The language version; without it AWS assumes 2008-10-17, which knows no policy variables.</summary>
    public string? Version { get; init; } = VersionWithVariables;

    public string? Id { get; init; }
}

public sealed record Statement(Effect Effect)
{
    public string? Sid { get; init; }

    /// <summary>As sentences name it.</summary>
    public string Words => Sid is { } sid ? $"statement `{sid}`" : "a statement without Sid";

    /// <summary>Action or NotAction patterns, as <see cref="ActionsExcluded"/> says.</summary>
    public ImmutableArray<string> Actions { get; init; } = [];

    /// <summary>True for `NotAction`.</summary>
    public bool ActionsExcluded { get; init; }

    /// <summary>Resource or NotResource patterns; empty when the statement has neither (identity of the resource is implied).</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    public bool ResourcesExcluded { get; init; }

    /// <summary>Empty in SCPs and identity policies, which may have none.</summary>
    public ImmutableArray<PrincipalSet> Principals { get; init; } = [];

    public bool PrincipalsExcluded { get; init; }

    /// <summary>All must hold (AND); the values of one are alternatives, or none of them may match when the operator is negated.</summary>
    public ImmutableArray<Condition> Conditions { get; init; } = [];

    /// <summary>
    /// Whether `${…}` in it is a policy variable, which it is in documents of version 2012-10-17 only; else it is text (IAM user guide,
    /// "IAM JSON policy elements: Version").
    /// </summary>
    public bool HasVariables { get; init; } = true;

    /// <summary>Where the statement was read from; null when it was made here.</summary>
    public JsonNode? Node { get; init; }

    /// <summary>Whether it speaks of the action, which IAM compares ignoring case.</summary>
    public bool Covers(string action) =>
        Actions.Any(pattern => Wildcard.Matches(pattern, action, ignoreCase: true)) != ActionsExcluded;
}

/// <summary>`"Principal": "*"` is the type `*` with the value `*`.</summary>
public sealed record PrincipalSet(string Type, ImmutableArray<string> Values);

/// <summary>
/// The operator is as written, with set prefix and `IfExists`, such as `ForAnyValue:StringLikeIfExists`; values are text,
/// numbers and booleans of the document in their JSON form.
/// </summary>
public sealed record Condition(string Operator, string Key, ImmutableArray<string> Values)
{
    public JsonNode? Node { get; init; }

    /// <summary>What an answer depends on that rests on an operator which is unknown here.</summary>
    public string OpenOperator => $"what the operator {Operator} means";
}
