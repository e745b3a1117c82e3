using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>Who may launch an image beside its owner (EC2 API reference, "LaunchPermission").</summary>
/// <param name="Value">`all` for the only group there is, an ARN, or an account id; as AWS gave it.</param>
public readonly record struct LaunchPermission(PermissionKind Kind, string Value) : IComparable<LaunchPermission>
{
    /// <summary>The image is public.</summary>
    public static readonly LaunchPermission Everyone = new(PermissionKind.Group, "all");

    /// <summary>As the EC2 API names the member, so that SQL and CSV speak AWS's words.</summary>
    private static readonly EnumNames<PermissionKind> Names = new(
        (PermissionKind.Group, "Group"),
        (PermissionKind.OrganizationArn, "OrganizationArn"),
        (PermissionKind.OrganizationalUnitArn, "OrganizationalUnitArn"),
        (PermissionKind.UserId, "UserId")
    );

    public static LaunchPermission To(AccountId account) => new(PermissionKind.UserId, account.Value);

    /// <summary>`Group`, `OrganizationArn`, `OrganizationalUnitArn` or `UserId`.</summary>
    public string KindName => Names.Of(Kind);

    /// <summary>The account that is let in; null when it is something else.</summary>
    public AccountId? Account =>
        Kind == PermissionKind.UserId && AccountId.TryParse(Value, out var account) ? account : null;

    /// <summary>Such as `Group=all` or `UserId=111122223333`.</summary>
    public override string ToString() => $"{KindName}={Value}";

    /// <summary>Reads what <see cref="ToString"/> writes, and a bare account id, ARN or `all`; null when it is none of them.</summary>
    public static LaunchPermission? Parse(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
            return Of(text);

        var named = Of(text[(equals + 1)..]);
        return named?.KindName == text[..equals] ? named : null;
    }

    private static LaunchPermission? Of(string value)
    {
        if (value == Everyone.Value)
            return Everyone;
        if (AccountId.TryParse(value, out var account))
            return To(account);
        if (!OrganizationArn.TryParse(value, out var arn))
            return null;

        var kind = arn.UnitId is null ? PermissionKind.OrganizationArn : PermissionKind.OrganizationalUnitArn;
        return new LaunchPermission(kind, value);
    }

    /// <summary>True when everyone it lets in belongs to the organization.</summary>
    internal bool StaysInside(OrganizationScope organization) =>
        Kind switch
        {
            PermissionKind.Group => false,
            PermissionKind.UserId => Account is { } account && organization.Has(account),
            _ => OrganizationArn.TryParse(Value, out var arn) && arn.OrganizationId == organization.Id,
        };

    public int CompareTo(LaunchPermission other) =>
        Kind != other.Kind ? Kind.CompareTo(other.Kind) : string.CompareOrdinal(Value, other.Value);
}
