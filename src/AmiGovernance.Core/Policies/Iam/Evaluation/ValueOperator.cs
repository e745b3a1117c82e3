using System.Collections.Frozen;
using System.Globalization;
using System.Net;

namespace AmiGovernance.Core.Policies.Iam.Evaluation;

/// <summary>
/// One row of the table of operators: how a request's value is compared with a policy's. Negated ones share the comparison.
/// </summary>
/// <param name="Matches">The policy's value with its variables filled in, then the request's value.</param>
/// <param name="Comparer">Set when values without wildcards are compared as text, so that lists can be looked up.</param>
internal sealed record ValueOperator(
    string Name,
    Func<string, string, bool> Matches,
    bool IsNegated,
    StringComparer? Comparer,
    bool AllowsWildcards,
    bool AllowsVariables
)
{
    private static readonly FrozenDictionary<string, ValueOperator> Table = new[]
    {
        Text("StringEquals", StringComparer.Ordinal),
        Text("StringNotEquals", StringComparer.Ordinal, negated: true),
        Text("StringEqualsIgnoreCase", StringComparer.OrdinalIgnoreCase),
        Text("StringNotEqualsIgnoreCase", StringComparer.OrdinalIgnoreCase, negated: true),
        Like("StringLike"),
        Like("StringNotLike", negated: true),
        Arn("ArnEquals"),
        Arn("ArnLike"),
        Arn("ArnNotEquals", negated: true),
        Arn("ArnNotLike", negated: true),
        Number("NumericEquals", (a, b) => a == b),
        Number("NumericNotEquals", (a, b) => a == b, negated: true),
        Number("NumericLessThan", (a, b) => a < b),
        Number("NumericLessThanEquals", (a, b) => a <= b),
        Number("NumericGreaterThan", (a, b) => a > b),
        Number("NumericGreaterThanEquals", (a, b) => a >= b),
        Date("DateEquals", (a, b) => a == b),
        Date("DateNotEquals", (a, b) => a == b, negated: true),
        Date("DateLessThan", (a, b) => a < b),
        Date("DateLessThanEquals", (a, b) => a <= b),
        Date("DateGreaterThan", (a, b) => a > b),
        Date("DateGreaterThanEquals", (a, b) => a >= b),
        Plain("Bool", (policy, value) => string.Equals(policy, value, StringComparison.OrdinalIgnoreCase)),
        Plain("BinaryEquals", SameBytes),
        Plain("IpAddress", InNetwork),
        Plain("NotIpAddress", InNetwork) with
        {
            IsNegated = true,
        },
        Plain("Null", (_, _) => false),
    }.ToFrozenDictionary(o => o.Name, StringComparer.Ordinal);

    public bool IsNull => Name == "Null";

    /// <summary>Whether the policy's value matches some text of the pattern, in which `*` stands for any text.</summary>
    public bool MayMatch(string policy, string pattern)
    {
        if (Name.StartsWith("Arn", StringComparison.Ordinal))
            return Wildcard.ArnsIntersect(policy, pattern);
        return Name.EndsWith("IgnoreCase", StringComparison.Ordinal)
            ? Wildcard.Intersects(policy.ToLowerInvariant(), pattern.ToLowerInvariant())
            : Wildcard.Intersects(policy, pattern);
    }

    /// <summary>By its canonical name; null when there is no such operator.</summary>
    public static ValueOperator? Find(string name) => Table.GetValueOrDefault(name);

    private static ValueOperator Text(string name, StringComparer comparer, bool negated = false) =>
        new(
            name,
            (policy, value) => comparer.Equals(ValuePattern.Plain(policy), value),
            negated,
            comparer,
            AllowsWildcards: false,
            AllowsVariables: true
        );

    private static ValueOperator Like(string name, bool negated = false) =>
        new(
            name,
            (policy, value) => ValuePattern.Matches(policy, value),
            negated,
            StringComparer.Ordinal,
            AllowsWildcards: true,
            AllowsVariables: true
        );

    private static ValueOperator Arn(string name, bool negated = false) =>
        new(name, ArnPattern.Matches, negated, StringComparer.Ordinal, AllowsWildcards: true, AllowsVariables: true);

    private static ValueOperator Plain(string name, Func<string, string, bool> matches) =>
        new(name, matches, IsNegated: false, Comparer: null, AllowsWildcards: false, AllowsVariables: false);

    private static ValueOperator Number(string name, Func<decimal, decimal, bool> compare, bool negated = false) =>
        Plain(
            name,
            (policy, value) =>
                TryNumber(policy, out var right) && TryNumber(value, out var left) && compare(left, right)
        ) with
        {
            IsNegated = negated,
        };

    private static ValueOperator Date(
        string name,
        Func<DateTimeOffset, DateTimeOffset, bool> compare,
        bool negated = false
    ) =>
        Plain(
            name,
            (policy, value) => TryDate(policy, out var right) && TryDate(value, out var left) && compare(left, right)
        ) with
        {
            IsNegated = negated,
        };

    private static bool TryNumber(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    /// <summary>ISO 8601 (the W3C profile) in UTC or with an offset, or seconds since 1970.</summary>
    internal static bool TryDate(string text, out DateTimeOffset date)
    {
        if (
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
            && text.Length > 4
            && seconds is >= -62135596800 and <= 253402300799
        )
        {
            date = DateTimeOffset.FromUnixTimeSeconds(seconds);
            return true;
        }
        return DateTimeOffset.TryParseExact(
            text,
            DateForms,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out date
        );
    }

    private static readonly string[] DateForms =
    [
        "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd",
        "yyyy-MM",
        "yyyy",
    ];

    private static bool SameBytes(string policy, string value)
    {
        Span<byte> left = new byte[policy.Length],
            right = new byte[value.Length];
        return Convert.TryFromBase64String(policy, left, out var leftLength)
            && Convert.TryFromBase64String(value, right, out var rightLength)
            && left[..leftLength].SequenceEqual(right[..rightLength]);
    }

    /// <summary>CIDR notation; an address without a length stands for itself.</summary>
    private static bool InNetwork(string policy, string value)
    {
        if (!IPAddress.TryParse(value, out var address))
            return false;
        if (!policy.Contains('/', StringComparison.Ordinal))
            return IPAddress.TryParse(policy, out var one) && one.Equals(address);
        var slash = policy.IndexOf('/', StringComparison.Ordinal);
        if (
            !IPAddress.TryParse(policy.AsSpan(0, slash), out var network)
            || network.AddressFamily != address.AddressFamily
            || !int.TryParse(policy.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
        )
            return false;
        var (networkBytes, bytes) = (network.GetAddressBytes(), address.GetAddressBytes());
        if (length > bytes.Length * 8)
            return false;
        for (var bit = 0; bit < length; bit += 8)
        {
            var bits = Math.Min(8, length - bit);
            var mask = 0xFF << (8 - bits);
            if ((networkBytes[bit / 8] & mask) != (bytes[bit / 8] & mask))
                return false;
        }
        return true;
    }
}
