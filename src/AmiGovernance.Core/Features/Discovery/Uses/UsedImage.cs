namespace AmiGovernance.Core.Features.Discovery.Uses;

/// <summary>An image that something uses.</summary>
/// <param name="Id">As AWS has given it.</param>
/// <param name="Owner">The account; empty when only an alias is known.</param>
public sealed record UsedImage(string Id, string Owner)
{
    /// <summary>Empty when it is not known.</summary>
    public string Name { get; init; } = "";

    /// <summary>As EC2 tells it.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>What uses it now, without what is idle.</summary>
    public long Uses { get; init; }

    /// <summary>Recorded ones that succeeded.</summary>
    public long Launches { get; init; }

    /// <summary>Of the recorded launches.</summary>
    public DateTimeOffset? Last { get; init; }

    /// <summary>The well-known images that it could be taken for and is none of; null for most.</summary>
    public string? LooksLike { get; init; }

    internal UsedImage Plus(AccountUse use) =>
        this with
        {
            Uses = Uses + use.Uses,
            Launches = Launches + use.Launches,
            Last = Last is null || use.Last > Last ? use.Last ?? Last : Last,
        };
}
