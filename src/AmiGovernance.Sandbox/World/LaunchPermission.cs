namespace AmiGovernance.Sandbox.World;

/// <summary>Who may launch an image: `all`, an account, or an ARN of an organization or organizational unit.</summary>
/// <param name="Kind">As the EC2 API names it: `group`, `userId`, `organizationArn`, `organizationalUnitArn`.</param>
/// <param name="Value">As the call or the world file has it; EC2 keeps ARNs of organizations that do not exist.</param>
internal readonly record struct LaunchPermission(string Kind, string Value)
{
    public const string Group = "group";
    public const string User = "userId";
    public const string Organization = "organizationArn";
    public const string OrganizationalUnit = "organizationalUnitArn";

    public static readonly LaunchPermission Public = new(Group, "all");

    public static LaunchPermission Account(string id) => new(User, id);

    /// <summary>The kind can be told from the value.</summary>
    public static LaunchPermission Parse(string text)
    {
        if (text == Public.Value)
            return Public;
        if (!text.StartsWith("arn:", StringComparison.Ordinal))
            return Account(text);
        var isUnit = text.Contains(":ou/", StringComparison.Ordinal);
        return new LaunchPermission(isUnit ? OrganizationalUnit : Organization, text);
    }
}
