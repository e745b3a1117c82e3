using System.Collections.Frozen;

namespace AmiGovernance.Core.Policies.Iam;

/// <summary>The condition operators that IAM knows (IAM user guide, "IAM JSON policy elements: Condition operators").</summary>
internal static class ConditionOperators
{
    public static readonly FrozenSet<string> Names = new[]
    {
        "StringEquals",
        "StringNotEquals",
        "StringEqualsIgnoreCase",
        "StringNotEqualsIgnoreCase",
        "StringLike",
        "StringNotLike",
        "NumericEquals",
        "NumericNotEquals",
        "NumericLessThan",
        "NumericLessThanEquals",
        "NumericGreaterThan",
        "NumericGreaterThanEquals",
        "DateEquals",
        "DateNotEquals",
        "DateLessThan",
        "DateLessThanEquals",
        "DateGreaterThan",
        "DateGreaterThanEquals",
        "Bool",
        "BinaryEquals",
        "IpAddress",
        "NotIpAddress",
        "ArnEquals",
        "ArnLike",
        "ArnNotEquals",
        "ArnNotLike",
        "Null",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Takes an operator as written apart; null when IAM knows no such operator. `Null` takes no `IfExists`. Operator names are
    /// matched without regard to case, as AWS accepts them.
    /// </summary>
    public static (string? Set, string Name, bool IfExists)? Split(string written)
    {
        string? set = null;
        var name = written;
        var colon = written.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            set = written[..colon];
            name = written[(colon + 1)..];
            if (
                !set.Equals("ForAnyValue", StringComparison.OrdinalIgnoreCase)
                && !set.Equals("ForAllValues", StringComparison.OrdinalIgnoreCase)
            )
                return null;
        }
        var ifExists = name.EndsWith("IfExists", StringComparison.OrdinalIgnoreCase);
        if (ifExists)
            name = name[..^"IfExists".Length];
        if (!Names.TryGetValue(name, out var canonical) || ifExists && canonical == "Null")
            return null;
        return (set, canonical, ifExists);
    }
}
