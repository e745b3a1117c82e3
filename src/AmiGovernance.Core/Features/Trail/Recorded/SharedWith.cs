using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>Says of each side that an image is shared with whether it belongs to the organization.</summary>
internal static class SharedWith
{
    public const string Separator = ", ";

    /// <param name="detail">Of a sharing call, such as `add 111122223333, remove all`; other texts stay as they are.</param>
    public static string Told(string detail, Organization organization) =>
        string.Join(Separator, detail.Split(Separator).Select(share => Share(share, organization)));

    /// <summary>Whether a call gives permissions on an image or snapshot to everyone; null when its detail does not tell.</summary>
    /// <param name="detail">Of a sharing call, as recorded or as <see cref="Told"/> has it.</param>
    public static bool? IsPublic(string detail)
    {
        var shares = detail.Split(Separator);
        // Everyone goes before all others, so it is never cut off.
        if (shares.Any(s => s == ToAll || s.StartsWith($"{ToAll} (", StringComparison.Ordinal)))
            return true;
        if (shares[0].Split(' ') is ["add" or "remove", ..])
            return false;
        var isOther = detail.Length > 0 && detail != TrailTable.Other;
        return isOther && !detail.EndsWith("permission", StringComparison.OrdinalIgnoreCase) ? false : null;
    }

    private const string ToAll = "add all";

    private static string Share(string share, Organization organization)
    {
        if (share.Split(' ') is not [("add" or "remove"), var side])
            return share;
        return Place(side, organization) is { } place ? $"{share} ({place})" : share;
    }

    /// <summary>Null for what names no side, such as a text that was cut.</summary>
    private static string? Place(string side, Organization organization)
    {
        if (side == "all")
            return "everyone";
        if (AccountId.TryParse(side, out var account))
            return Word(organization.Account(account) is not null);
        return Arn.TryParse(side, out var arn) && arn.Service == "organizations"
            ? Word(arn.Resource.Split('/').Contains(organization.Id))
            : null;
    }

    private static string Word(bool isInside) => isInside ? "in the organization" : "outside the organization";
}
