using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports;

public enum CommitSignature
{
    None,

    /// <summary>Of the key that it names, which may be anybody's.</summary>
    Good,

    /// <summary>Of an expired key, or expired itself.</summary>
    Expired,

    /// <summary>Signed, but the key to check it with is not on this machine.</summary>
    Unchecked,

    Bad,
}

/// <param name="SigningKeys">The fingerprints of the key, and of the key that it belongs to, as git prints them.</param>
public sealed record CommitFacts(
    string Id,
    GitIdentity Author,
    CommitSignature Signature,
    ImmutableArray<string> SigningKeys
)
{
    private const int ShortLength = 8;

    public string ShortId => Short(Id);

    public bool IsSigned => Signature == CommitSignature.Good;

    /// <summary>Enough of an id to tell the commits of a repository apart.</summary>
    public static string Short(string id) => id.Length > ShortLength ? id[..ShortLength] : id;
}
