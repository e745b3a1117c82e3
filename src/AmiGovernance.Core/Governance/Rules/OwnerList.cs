using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>A list of owners in a condition on `ec2:Owner` of a statement about launches.</summary>
internal static class OwnerList
{
    public const string Key = "ec2:Owner";

    public static bool IsOwner(Condition condition) => condition.Key.Equals(Key, StringComparison.OrdinalIgnoreCase);

    /// <summary>A deny of launches for all owners but those listed.</summary>
    public static Condition? Allowed(Statement statement) =>
        statement.Effect == Effect.Deny && LaunchActions(statement).Any()
            ? statement.Conditions.FirstOrDefault(c => IsOwner(c) && KeyNeverCarried.IsNegated(c))
            : null;

    /// <summary>The actions of the statement that launch images.</summary>
    public static IEnumerable<string> LaunchActions(Statement statement) =>
        GuardedActions.Launch.Where(statement.Covers);

    /// <summary>Whether the statement is about images alone, of which each has an owner.</summary>
    public static bool IsOwnerOfImages(Statement statement, string key) =>
        key.Equals(Key, StringComparison.OrdinalIgnoreCase)
        && statement is { ResourcesExcluded: false, Resources.IsEmpty: false }
        && statement.Resources.All(r => r.Contains(":image/", StringComparison.Ordinal));

    /// <summary>
    /// What `ec2:Owner` can be: 12 digits or an owner alias (Service Authorization Reference for Amazon EC2). Patterns and variables
    /// count when one of these can match them.
    /// </summary>
    public static bool CanBe(string value, bool ignoreCase)
    {
        if (value.Contains("${", StringComparison.Ordinal) || Placeholder.IsIn(value))
            return true;
        var aliases = Enum.GetValues<OwnerAlias>().Select(a => a.IamName());
        if (aliases.Any(a => Wildcard.Matches(value, a, ignoreCase)))
            return true;
        return Wildcard.HasWildcards(value) ? CanMatchDigits(value) : AccountId.IsValid(value);
    }

    private static bool CanMatchDigits(string pattern) =>
        pattern.All(c => char.IsAsciiDigit(c) || c is '*' or '?') && pattern.Count(c => c != '*') <= 12;
}
