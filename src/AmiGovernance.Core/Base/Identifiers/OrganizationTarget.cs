using System.Text.RegularExpressions;

namespace AmiGovernance.Core.Base.Identifiers;

/// <summary>
/// What a policy is attached to: `root` (the organization's root, whatever its id), a root id, an OU id or an account id.
/// </summary>
/// <remarks>AWS documents these patterns as an unanchored alternation; ours are anchored.</remarks>
public static partial class OrganizationTarget
{
    public const string Root = "root";

    /// <summary>Where people find the ids.</summary>
    public const string Ids = "`amigov org export FILE` lists names and ids";

    /// <summary>Whether it is the root, by its id or by its name.</summary>
    public static bool IsRoot(string text) => text == Root || RootId().IsMatch(text);

    public static bool IsValid(string text) =>
        IsRoot(text) || AccountId.IsValid(text) || OrganizationalUnitId().IsMatch(text);

    [GeneratedRegex("^r-[0-9a-z]{4,32}\\z")]
    private static partial Regex RootId();

    [GeneratedRegex("^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}\\z")]
    private static partial Regex OrganizationalUnitId();
}
