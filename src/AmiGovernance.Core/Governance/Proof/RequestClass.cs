using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>
/// Images that no condition of the documents tells apart. `ec2:Owner` is the alias where there is one, and the owning account
/// is `aws:ResourceAccount`.
/// </summary>
/// <param name="Members">The owners in the class, as `ec2:Owner` spells them; empty for owners that no document names.</param>
internal sealed record ImageClass(string Owner, string OwnerAccount, ImmutableArray<string> Members)
{
    public bool IsUnnamed => Members.IsEmpty;

    /// <summary>The images that stand for the class, each with `ec2:Owner` and the owning account.</summary>
    public ImmutableArray<(string Owner, string Account)> Images { get; init; } = [];

    /// <summary>Whether callers who own the image are asked about apart.</summary>
    public bool AsksOwner { get; init; }
}

/// <summary>Callers that no condition of the documents tells apart.</summary>
/// <param name="Accounts">The accounts in the class; empty for accounts that no document names.</param>
/// <param name="LivePatterns">The patterns of `aws:PrincipalArn` that the answer could still depend on.</param>
/// <param name="MatchedPatterns">Those of them that the caller's ARN matches.</param>
public sealed record PrincipalClass(
    string Account,
    string Arn,
    ImmutableArray<string> Accounts,
    ImmutableArray<string> LivePatterns,
    ImmutableArray<string> MatchedPatterns
);

/// <summary>What requests carry of a key.</summary>
/// <param name="Key">As a document spells it.</param>
/// <param name="Values">Empty where they do not carry it.</param>
internal sealed record FreeValue(string Key, ImmutableArray<string> Values);

/// <summary>Why a class has no answer.</summary>
/// <param name="Text">What the answer does, such as `depends on …`.</param>
internal sealed record Doubt(string Text)
{
    /// <summary>
    /// The class was not split to the end: what is null in it may be anything, and some of its requests may be denied and others not.
    /// </summary>
    public static readonly Doubt TooManyWays = new(
        "depends on patterns that can be matched in too many ways to look at all"
    );

    /// <param name="statement">Denies or does not.</param>
    /// <param name="keys">What its answer depends on.</param>
    public static Doubt On(Statement statement, IEnumerable<string> keys) =>
        new($"depends on {string.Join(", ", keys)} ({statement.Words})");

    public bool IsTooManyWays => this == TooManyWays;
}

/// <summary>
/// A class of requests with one answer: the statement that denies them all, or null when no statement does. Parts that were not
/// needed for the answer are null.
/// </summary>
internal sealed record RequestClass(
    string Action,
    Place? Place,
    ImageClass? Image,
    PrincipalClass? Principal,
    DateTimeOffset? Time,
    Statement? DeniedBy
)
{
    /// <summary>The kind of resource that the call names and other calls of the action do not; null where there is none.</summary>
    public string? Named { get; init; }

    /// <summary>The first moment of requests of the class; nothing tells the moments to <see cref="Last"/> apart.</summary>
    public DateTimeOffset First { get; init; } = DateTimeOffset.MinValue;

    public DateTimeOffset Last { get; init; } = DateTimeOffset.MaxValue;

    public bool IsAt(DateTimeOffset moment) => First <= moment && moment <= Last;

    /// <summary>Set when no statement denies them all and one may deny some, by something that the prover does not split along.</summary>
    public Doubt? Depends { get; init; }

    /// <summary>The statements of which that holds, those of all sets that are compared and that do not deny the class anyway.</summary>
    public ImmutableArray<DenyStatement> Undecided { get; init; } = [];

    /// <summary>
    /// Further keys that were chosen: several values for a key with several, none where requests of the class do not carry it.
    /// </summary>
    public ImmutableSortedDictionary<string, FreeValue> Keys { get; init; } =
        ImmutableSortedDictionary<string, FreeValue>.Empty;

    public RequestClass With(FreeKey key, ImmutableArray<string> values) =>
        this with
        {
            Keys = Keys.SetItem(key.Id, new FreeValue(key.Name, values)),
        };

    /// <summary>Whether the account is known to own the images of the owner, and is not only an account that looks like it.</summary>
    public bool IsOwn(string owner, string account) =>
        owner == account && (Image is { AsksOwner: true } || Principal is { Accounts.IsEmpty: false });

    /// <summary>Whether the account may own the images of the owner.</summary>
    public bool MayBeOwn(string owner, string account) =>
        owner == account || Image is { IsUnnamed: true, AsksOwner: false } && Principal is { Accounts.IsEmpty: true };

    /// <summary>When sets of policies are compared: for the second and each further set the statement that denies them.</summary>
    public ImmutableArray<Statement?> DeniedByOthers { get; init; } = [];
}
