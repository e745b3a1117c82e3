using System.Collections.Immutable;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Calls of an action on which the statements ask the same, with the statements that can match.</summary>
/// <param name="Named">
/// What each of the calls names and others of the action do not, as <see cref="AskedCall.Named"/>; null among them stands for the call
/// that names nothing more.
/// </param>
internal sealed record CoveredCall(
    string Action,
    ImmutableArray<string?> Named,
    ImmutableArray<DenyStatement> Live,
    bool IsOnImage
)
{
    /// <summary>Equal for calls that have the same classes.</summary>
    public string Key => $"{IsOnImage}|{RequestSpace.Key(Live)}";

    /// <summary>Whether it is the call that names nothing more, alone or with others that are like it.</summary>
    public bool IsPlain => Named.Contains(null);
}
