using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Features.Images.Naming;

/// <summary>
/// Finds images that are named as well-known public ones are. Whoever looks an image up by name without naming its owner takes
/// the newest that fits, whoever made it (Amazon Q detector library, "Untrusted AMI images"; known as the whoAMI attack).
/// </summary>
public static class NameConfusion
{
    private static readonly ImmutableArray<(string Skeleton, WellKnownImages Images)> Skeletons =
    [
        .. WellKnownImages.All.Select(w => (Skeleton(w.Prefix), w)),
    ];

    /// <summary>The well-known images that the name could be taken for; null when it is like none, or the owner is its publisher.</summary>
    /// <param name="ownerAlias">Set by AWS alone, for itself and for verified providers.</param>
    public static WellKnownImages? Find(string name, string ownerId, string? ownerAlias)
    {
        if (ownerAlias is not null)
            return null;
        var skeleton = Skeleton(name);
        foreach (var (prefix, images) in Skeletons)
            if (Begins(skeleton, prefix))
                return images.Owners.Contains(ownerId) ? null : images;
        return null;
    }

    /// <summary>What the eye keeps of a name: no case, no separators, no difference between characters that look alike.</summary>
    private static string Skeleton(string name)
    {
        var kept = string.Concat(
            name.Where(char.IsAsciiLetterOrDigit)
                .Select(c =>
                    char.ToLowerInvariant(c) switch
                    {
                        '0' => 'o',
                        '1' or 'i' => 'l',
                        '5' => 's',
                        var other => other,
                    }
                )
        );
        return kept.Replace("rn", "m", StringComparison.Ordinal).Replace("vv", "w", StringComparison.Ordinal);
    }

    /// <summary>As written, or with one letter too many, too few, another or swapped, where the prefix is long enough for that to be no chance.</summary>
    private static bool Begins(string name, string prefix)
    {
        if (name.StartsWith(prefix, StringComparison.Ordinal))
            return true;
        const int longEnough = 8;
        if (prefix.Length < longEnough || name.Length < prefix.Length)
            return false;
        var at = 0;
        while (name[at] == prefix[at])
            at++;
        // A first letter that differs makes another word.
        if (at == 0)
            return false;
        var rest = name.AsSpan(at);
        var wanted = prefix.AsSpan(at);
        return rest[1..].StartsWith(wanted[1..], StringComparison.Ordinal)
            || rest[1..].StartsWith(wanted, StringComparison.Ordinal)
            || rest.StartsWith(wanted[1..], StringComparison.Ordinal) && wanted.Length > 1
            || wanted.Length > 1
                && rest.Length > 1
                && rest[0] == wanted[1]
                && rest[1] == wanted[0]
                && rest[2..].StartsWith(wanted[2..], StringComparison.Ordinal);
    }
}
