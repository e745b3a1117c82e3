using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>To whom a launch permission is given, in the order in which they are listed.</summary>
public enum PermissionKind
{
    Group,
    OrganizationArn,
    OrganizationalUnitArn,
    UserId,
}

/// <summary>Who may launch an image beside its owner (EC2 API reference, "LaunchPermission").</summary>
/// <param name="Value">`all` for the only group there is, an ARN, or an account id.</param>
public readonly record struct LaunchPermission(PermissionKind Kind, string Value) : IComparable<LaunchPermission>
{
    /// <summary>The image is public.</summary>
    public static readonly LaunchPermission Everyone = new(PermissionKind.Group, "all");

    /// <summary>As the EC2 API names the member, so that SQL and CSV speak AWS's words.</summary>
    private static readonly string[] Names = ["Group", "OrganizationArn", "OrganizationalUnitArn", "UserId"];

    public static LaunchPermission To(AccountId account) => new(PermissionKind.UserId, account.Value);

    /// <summary>`Group`, `OrganizationArn`, `OrganizationalUnitArn` or `UserId`.</summary>
    public string KindName => Names[(int)Kind];

    /// <summary>Such as `Group=all` or `UserId=111122223333`.</summary>
    public override string ToString() => $"{KindName}={Value}";

    /// <summary>Reads what <see cref="ToString"/> writes, and a bare account id, ARN or `all`; null when it is none of them.</summary>
    public static LaunchPermission? Parse(string text)
    {
        var value = text;
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0)
        {
            value = text[(equals + 1)..];
            return
                Array.IndexOf(Names, text[..equals]) is >= 0 and var kind
                && Of(value) is { } named
                && (int)named.Kind == kind
                ? named
                : null;
        }
        return Of(value);
    }

    private static LaunchPermission? Of(string value) =>
        value == Everyone.Value ? Everyone
        : AccountId.TryParse(value, out var account) ? To(account)
        : OrganizationArn.TryParse(value, out var arn)
            ? new LaunchPermission(
                arn.UnitId is null ? PermissionKind.OrganizationArn : PermissionKind.OrganizationalUnitArn,
                value
            )
        : null;

    /// <summary>True when everyone it lets in belongs to the organization.</summary>
    public bool StaysInside(OrganizationScope organization) =>
        Kind switch
        {
            PermissionKind.Group => false,
            PermissionKind.UserId => AccountId.TryParse(Value, out var account) && organization.Has(account),
            _ => OrganizationArn.TryParse(Value, out var arn) && arn.OrganizationId == organization.Id,
        };

    public int CompareTo(LaunchPermission other) =>
        Kind != other.Kind ? Kind.CompareTo(other.Kind) : string.CompareOrdinal(Value, other.Value);
}
