using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>
/// Where in the layout of a trail a file or folder stands: `AWSLogs/[o-…/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/…` (CloudTrail user
/// guide, "Finding your CloudTrail log files"). Empty text for what its name does not tell.
/// </summary>
/// <param name="Kind">`CloudTrail`, `CloudTrail-Digest`, or another service that keeps its logs in the same bucket.</param>
/// <param name="Day">Of delivery.</param>
public sealed record TrailPlace(string Account, string Kind, string Region, DateOnly? Day)
{
    public const string Root = "AWSLogs";
    public const string Events = "CloudTrail";

    /// <summary>Whether the name leads into a trail's folders at all.</summary>
    public bool IsInLayout { get; private init; }

    /// <summary>What a name leaves open altogether.</summary>
    public static readonly TrailPlace Anywhere = new("", "", "", null);

    /// <summary>The account and Region of a gap: a trail's file, or `ACCOUNT/REGION` of an event history.</summary>
    public static TrailPlace OfGap(string name) =>
        name.Split('/') is [var account, var region] && AccountId.IsValid(account)
            ? new TrailPlace(account, "", region == "*" ? "" : region, null)
            : Of(name) with
            {
                Kind = "",
                Day = null,
            };

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
        if (at < folders.Length && folders[at].StartsWith("o-", StringComparison.Ordinal))
            at++;
        string Part(int index) => at + index < folders.Length ? folders[at + index] : "";
        if (Part(0).Length > 0 && !AccountId.IsValid(Part(0)))
            return Anywhere;
        DateOnly? day = DateOnly.TryParseExact(
            $"{Part(3)}/{Part(4)}/{Part(5)}",
            "yyyy/MM/dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var parsed
        )
            ? parsed
            : null;
        return new TrailPlace(Part(0), Part(1), Part(2), day) { IsInLayout = true };
    }
}
