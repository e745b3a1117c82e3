namespace AmiGovernance.Core.Ports.Images;

/// <summary>To whom a launch permission is given, in the order in which they are listed.</summary>
public enum PermissionKind
{
    Group,
    OrganizationArn,
    OrganizationalUnitArn,
    UserId,
}
