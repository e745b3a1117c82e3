using System.Text.RegularExpressions;

namespace AmiGovernance.Core.Base.Identifiers;

/// <summary>
/// The ARN of an organization (`arn:aws:organizations::111122223333:organization/o-abc1234567`) or of an organizational unit
/// (`…:ou/o-abc1234567/ou-ab12-11111111`), as launch permissions carry them.
/// </summary>
/// <param name="UnitId">Null for the organization as a whole.</param>
public readonly partial record struct OrganizationArn(string OrganizationId, string? UnitId)
{
    public static bool TryParse(string text, out OrganizationArn arn)
    {
        var match = Pattern().Match(text);
        var unit = match.Groups["unit"];
        arn = new OrganizationArn(match.Groups["org"].Value, unit.Success ? unit.Value : null);
        return match.Success;
    }

    [GeneratedRegex(
        @"^arn:aws[a-z-]*:organizations::[0-9]{12}:(organization/(?<org>o-[a-z0-9]{10,32})|ou/(?<org>o-[a-z0-9]{10,32})/(?<unit>ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}))\z",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Pattern();
}
