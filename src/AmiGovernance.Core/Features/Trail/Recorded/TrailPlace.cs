using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>
/// Where in the layout of a trail a file or folder stands: `AWSLogs/[o-…/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/…` (CloudTrail user
/// guide, "Finding your CloudTrail log files"). Empty text for what its name does not tell.
/// </summary>
/// <param name="Kind">
/// `CloudTrail`, `CloudTrail-Digest`, `CloudTrail-Lake`, or another service that keeps its logs in the same bucket.
/// </param>
/// <param name="Region">Whatever stands in its place.</param>
/// <param name="Day">Of delivery.</param>
public sealed record TrailPlace(string Account, string Kind, string Region, DateOnly? Day)
{
    public const string Root = "AWSLogs";
    public const string Events = "CloudTrail";
    public const string Lake = "CloudTrail-Lake";

    /// <summary>What a name leaves open altogether.</summary>
    public static readonly TrailPlace Anywhere = new("", "", "", null);

    /// <summary>Whether the name leads into a trail's folders at all.</summary>
    public bool IsInLayout { get; private init; }

    /// <summary>The account and Region of a gap: a trail's file, or `ACCOUNT/REGION` of an event history.</summary>
    public static TrailPlace OfGap(string name)
    {
        if (name.Split('/') is [var account, var region] && AccountId.IsValid(account))
            return new TrailPlace(account, "", region == "*" ? "" : region, null);

        var place = Of(name);
        return place with { Kind = "", Day = null };
    }

    /// <summary>Whether it may be of this account and Region.</summary>
    public bool MayBe(string account, string region) =>
        (Account.Length == 0 || Account == account) && (Region.Length == 0 || Region == region);

    /// <param name="name">Of a file, or of a folder with a slash at its end.</param>
    public static TrailPlace Of(string name)
    {
        var folders = name.Split('/')[..^1];
        var at = Array.IndexOf(folders, Root) + 1;
        if (at == 0)
            return Anywhere;
        // A trail of an organization has a folder for it.
        if (at < folders.Length && folders[at].StartsWith("o-", StringComparison.Ordinal))
            at++;

        string Part(int index) => folders.ElementAtOrDefault(at + index) ?? "";

        var account = Part(0);
        if (account.Length > 0 && !AccountId.IsValid(account))
            return Anywhere;
        var kind = Part(1);
        // Results of CloudTrail Lake are of whatever accounts and days were asked about (CloudTrail user guide, "Find your CloudTrail
        // Lake saved query results").
        if (kind == Lake)
            return new TrailPlace("", kind, "", null) { IsInLayout = true };
        var isDay = DateOnly.TryParseExact(
            $"{Part(3)}/{Part(4)}/{Part(5)}",
            "yyyy/MM/dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        );
        return new TrailPlace(account, kind, Part(2), isDay ? day : null) { IsInLayout = true };
    }
}
