using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>
/// The tag by which the organization itself says which deployment was the last: on its root and on our policies. Whoever has a record
/// without that deployment is behind. Values of tags have at most 256 characters: letters, digits, spaces and `_.:/=+-@`
/// (Organizations user guide, "Tagging AWS Organizations resources").
/// </summary>
/// <param name="HasEnded">False from the start of a deployment to its end.</param>
/// <param name="Hash">Of the last entry that the record held then.</param>
public sealed partial record DeploymentMark(int Serial, bool HasEnded, string Hash, DateTimeOffset At, string Who)
{
    public const string TagKey = "amigov:deployment";

    private const int MaximumLength = 256;

    /// <summary>As the value of the tag.</summary>
    public override string ToString()
    {
        var state = HasEnded ? "ended" : "began";
        var who = NotInTags().Replace(Who, "_");
        var value = string.Create(CultureInfo.InvariantCulture, $"{Serial} {state} {At.IsoText()} {Hash} {who}");
        return value.Length <= MaximumLength ? value : value[..MaximumLength];
    }

    public ImmutableSortedDictionary<string, string> ToTags() => OrganizationPolicy.NoTags.Add(TagKey, ToString());

    /// <summary>
    /// Null when there is none, or when somebody else wrote something that is none, such as a number that leaves none for the next
    /// deployment.
    /// </summary>
    public static DeploymentMark? Of(ImmutableSortedDictionary<string, string>? tags)
    {
        var match = Value().Match(tags?.GetValueOrDefault(TagKey) ?? "");
        if (!match.Success || !IsoTime.TryParse(match.Groups["at"].Value, out var at))
            return null;
        var serial = int.Parse(match.Groups["serial"].ValueSpan, CultureInfo.InvariantCulture);
        var hasEnded = match.Groups["state"].Value == "ended";
        return new DeploymentMark(serial, hasEnded, match.Groups["hash"].Value, at, match.Groups["who"].Value);
    }

    /// <summary>The newest on the root and on our policies; null when there is none: somebody may have removed one of them.</summary>
    public static DeploymentMark? On(Organization organization) =>
        AllOn(organization)
            .OrderBy(mark => mark.Serial)
            .ThenBy(mark => mark.HasEnded)
            .ThenBy(mark => mark.At)
            .LastOrDefault();

    internal static IEnumerable<DeploymentMark> AllOn(Organization organization) =>
        organization
            .Policies.Where(OurPolicies.IsManaged)
            .Select(p => Of(p.Tags))
            .Append(Of(organization.RootTags))
            .OfType<DeploymentMark>();

    [GeneratedRegex(
        "^(?<serial>[1-9][0-9]{0,7}) (?<state>began|ended) (?<at>[0-9TZ:-]{20}) (?<hash>[0-9a-f]{64}) (?<who>.*)$"
    )]
    private static partial Regex Value();

    [GeneratedRegex("[^A-Za-z0-9_.:/=+@ -]")]
    private static partial Regex NotInTags();
}
