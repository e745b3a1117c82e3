using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Features.Images.Naming;

/// <summary>
/// Finds images that are named as well-known public ones are. Whoever looks an image up by name without naming its owner takes
/// the newest that fits, whoever made it (Amazon Q detector library, "Untrusted AMI images"; known as the whoAMI attack).
/// </summary>
internal static class NameConfusion
{
    private static readonly ImmutableArray<(string Skeleton, WellKnownImages Images)> Skeletons =
    [
        .. WellKnownImages.All.Select(w => (Skeleton(w.Prefix), w)),
    ];

    /// <summary>The well-known images that the name could be taken for; null when it is like none, or the owner is its publisher.</summary>
    /// <param name="name">Of the image; text from anywhere.</param>
    /// <param name="owner">Null when it is not known.</param>
    /// <param name="ownerAlias">Set by AWS alone, for itself and for verified providers; its text.</param>
    public static WellKnownImages? Find(string name, AccountId? owner, string? ownerAlias)
    {
        if (ownerAlias is not null)
            return null;

        var skeleton = Skeleton(name);
        var images = Skeletons.FirstOrDefault(s => Begins(skeleton, s.Skeleton)).Images;
        var isPublisher = owner is { } known && images?.Owners.Contains(known.Value) == true;
        return isPublisher ? null : images;
    }

    /// <summary>What the eye keeps of a name: no case, no separators, no difference between characters that look alike.</summary>
    private static string Skeleton(string name)
    {
        var kept = string.Concat(name.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant));
        return kept.Replace('0', 'o')
            .Replace('1', 'l')
            .Replace('i', 'l')
            .Replace('5', 's')
            .Replace("rn", "m", StringComparison.Ordinal)
            .Replace("vv", "w", StringComparison.Ordinal);
    }

    /// <summary>
    /// As written, or with one letter too many, too few, another or swapped, where the prefix is long enough for that to be no
    /// chance.
    /// </summary>
    private static bool Begins(string name, string prefix)
    {
        const int longEnough = 8;
        if (name.StartsWith(prefix, StringComparison.Ordinal))
            return true;
        if (prefix.Length < longEnough || name.Length < prefix.Length)
            return false;

        var at = prefix.AsSpan().CommonPrefixLength(name);
        // A first letter that differs makes another word.
        return at > 0 && IsOneLetterOff(name.AsSpan(at), prefix.AsSpan(at));
    }

    /// <summary>Both begin where they differ.</summary>
    private static bool IsOneLetterOff(ReadOnlySpan<char> rest, ReadOnlySpan<char> wanted)
    {
        var isOther = Follows(rest[1..], wanted[1..]);
        var isTooMany = Follows(rest[1..], wanted);
        if (isOther || isTooMany)
            return true;
        if (wanted.Length == 1)
            return false;

        var isTooFew = Follows(rest, wanted[1..]);
        return isTooFew || IsSwapped(rest, wanted);
    }

    private static bool IsSwapped(ReadOnlySpan<char> rest, ReadOnlySpan<char> wanted) =>
        rest.Length > 1 && rest[0] == wanted[1] && rest[1] == wanted[0] && Follows(rest[2..], wanted[2..]);

    private static bool Follows(ReadOnlySpan<char> rest, ReadOnlySpan<char> wanted) =>
        rest.StartsWith(wanted, StringComparison.Ordinal);
}
