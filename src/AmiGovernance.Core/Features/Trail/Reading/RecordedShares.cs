using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>With whom a call shares an image or snapshot, or no longer does; in the form that <see cref="SharedWith"/> reads.</summary>
internal sealed class RecordedShares
{
    private const int MostAccounts = 20;

    /// <summary>In characters, of the count of what is left out.</summary>
    private const int AndMore = 20;

    private readonly List<(string Verb, string Grantee)> shares = [];

    /// <summary>Accounts that are counted only.</summary>
    private int others;

    public bool IsEmpty => shares.Count == 0;

    public void Clear()
    {
        shares.Clear();
        others = 0;
    }

    /// <summary>Everyone, organizations and units are all kept: they reach further than any account.</summary>
    /// <param name="verb">`add` or `remove`.</param>
    /// <param name="grantee">An account's id, `all`, or an ARN; as recorded.</param>
    public void Add(string verb, string grantee)
    {
        if (shares.Count < MostAccounts || !AccountId.IsValid(grantee))
            shares.Add((verb, grantee));
        else
            others++;
    }

    /// <summary>Those that reach furthest first; what there is no room for is counted.</summary>
    /// <param name="longest">In characters.</param>
    public string Text(int longest)
    {
        var all = shares
            .Distinct()
            .OrderBy(share => AccountId.IsValid(share.Grantee))
            .ThenBy(share => share.Verb, StringComparer.Ordinal)
            .ThenBy(share => share.Grantee, StringComparer.Ordinal)
            .Select(share => $"{share.Verb} {share.Grantee}")
            .ToList();
        var told = 1;
        for (var length = all[0].Length; told < all.Count; told++)
            if ((length += SharedWith.Separator.Length + all[told].Length) > longest - AndMore)
                break;
        var more = others + all.Count - told;
        var text = string.Join(SharedWith.Separator, all.Take(told));
        return more == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}, and {more} more");
    }
}
