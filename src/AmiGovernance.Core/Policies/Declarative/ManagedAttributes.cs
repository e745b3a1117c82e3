namespace AmiGovernance.Core.Policies.Declarative;

/// <summary>
/// Calls that a declarative policy refuses whoever makes them, the management account and service-linked roles too: changes of what it
/// sets, in audit mode too (Organizations user guide, "Declarative policies"), and public sharing that it blocks (EC2 user guide, "Block
/// public access to your AMIs"; EBS user guide, "Block public access for snapshots").
/// </summary>
public static class ManagedAttributes
{
    /// <summary>Whether the policy may refuse such a call.</summary>
    public static bool Govern(string action) =>
        DeclarativeAttributes.Governed.Any(a => Has(a.SetBy, action))
        || DeclarativeAttributes.WithState.Any(a => IsShare(a, action));

    /// <summary>The attribute for which such a call is refused; null for none.</summary>
    /// <param name="sharesPublicly">Null when it is not told.</param>
    public static DeclarativeAttribute? Refusing(DeclarativePolicy policy, string action, bool? sharesPublicly) =>
        DeclarativeAttributes.Governed.FirstOrDefault(a => Sets(policy, a) && Has(a.SetBy, action))
        ?? (sharesPublicly == true ? Blocking(policy, action) : null);

    /// <summary>The attribute for which such a call is refused where it shares publicly; null for none.</summary>
    public static StateAttribute? Blocking(DeclarativePolicy policy, string action) =>
        DeclarativeAttributes.WithState.FirstOrDefault(a => IsShare(a, action) && policy.Restricts(a));

    private static bool Sets(DeclarativePolicy policy, DeclarativeAttribute attribute) =>
        attribute is StateAttribute state ? policy.StateOf(state) is not null : policy.State is not null;

    private static bool IsShare(StateAttribute attribute, string action) =>
        attribute.SharedBy.Equals(action, StringComparison.OrdinalIgnoreCase);

    private static bool Has(IEnumerable<string> actions, string action) =>
        actions.Contains(action, StringComparer.OrdinalIgnoreCase);
}
