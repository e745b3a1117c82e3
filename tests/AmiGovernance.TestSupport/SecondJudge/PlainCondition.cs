using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text.Json;

namespace AmiGovernance.TestSupport.SecondJudge;

/// <summary>
/// One key of a condition (IAM user guide, "IAM JSON policy elements: Condition operators", and "Set operators for multivalued context
/// keys").
/// </summary>
internal static class PlainCondition
{
    private const string Exists = "IfExists";

    private static readonly string[] Comparisons =
    [
        "Equals",
        "NotEquals",
        "LessThan",
        "LessThanEquals",
        "GreaterThan",
        "GreaterThanEquals",
    ];

    /// <param name="written">The operator with all that stands around it.</param>
    /// <param name="key">The key with the policy's values.</param>
    public static bool Holds(string written, JsonProperty key, bool variables, PlainRequest request)
    {
        var (set, name) = written.Split(':') is [var prefix, var rest] ? (prefix, rest) : ("", written);
        var carried = request.Values(key.Name);
        var wanted = PlainPolicies.Texts(key.Value).ToList();
        if (name == "Null")
            return wanted.Contains(carried.Length == 0 ? "true" : "false");

        var ifExists = name.EndsWith(Exists, StringComparison.Ordinal);
        if (ifExists)
            name = name[..^Exists.Length];
        var test = Test(name, variables, request);
        if (carried.Length == 0 && ifExists)
            return true;

        // A negated operator holds when none of the policy's values matches: "NOR" (IAM user guide, "Multiple values").
        var isNegated = IsNegated(name);
        bool IsMet(string value) => wanted.Exists(w => test(w, value)) != isNegated;
        return set switch
        {
            "ForAllValues" => carried.All(IsMet),
            "ForAnyValue" => carried.Any(IsMet),
            "" => carried.Length == 0 ? isNegated : carried.Any(IsMet),
            _ => throw new UndecidableException($"the set operator {set}"),
        };
    }

    private static bool IsNegated(string name) => name.Contains("Not", StringComparison.Ordinal);

    /// <summary>How the policy's value and the request's are compared, without the negation.</summary>
    private static Func<string, string, bool> Test(string name, bool variables, PlainRequest request)
    {
        bool Filled(string policy, Func<string, bool> holds) =>
            Variables.In(policy, variables, request) is { } text && holds(text);
        switch (name)
        {
            case "StringEquals" or "StringNotEquals":
                return (policy, value) => Filled(policy, text => Glob.Literal(text) == value);
            case "StringEqualsIgnoreCase" or "StringNotEqualsIgnoreCase":
                return (policy, value) =>
                    Filled(policy, text => Glob.Literal(text).Equals(value, StringComparison.OrdinalIgnoreCase));
            case "StringLike" or "StringNotLike":
                return (policy, value) => Filled(policy, text => Glob.Matches(text, value));
            case "ArnEquals" or "ArnLike" or "ArnNotEquals" or "ArnNotLike":
                return (policy, value) => Filled(policy, text => Glob.MatchesArn(text, value));
            case "Bool":
                return (policy, value) => policy.Equals(value, StringComparison.OrdinalIgnoreCase);
            case "BinaryEquals":
                return (policy, value) => policy == value;
            case "IpAddress" or "NotIpAddress":
                return IsInNetwork;
            default:
                return Ordered(name);
        }
    }

    private static Func<string, string, bool> Ordered(string name)
    {
        var isDate = name.StartsWith("Date", StringComparison.Ordinal);
        var family = isDate ? "Date" : "Numeric";
        var comparison = name.StartsWith(family, StringComparison.Ordinal) ? name[family.Length..] : "";
        if (!Comparisons.Contains(comparison))
            throw new UndecidableException($"the operator {name}");
        // Null where one of them is no number or date: then no comparison holds.
        int? Compared(string policy, string value) =>
            isDate ? Order(Date(value), Date(policy)) : Order(Number(value), Number(policy));
        return comparison switch
        {
            "LessThan" => (policy, value) => Compared(policy, value) < 0,
            "LessThanEquals" => (policy, value) => Compared(policy, value) <= 0,
            "GreaterThan" => (policy, value) => Compared(policy, value) > 0,
            "GreaterThanEquals" => (policy, value) => Compared(policy, value) >= 0,
            _ => (policy, value) => Compared(policy, value) == 0,
        };
    }

    private static int? Order<T>(T? one, T? other)
        where T : struct, IComparable<T> => one is { } left && other is { } right ? left.CompareTo(right) : null;

    private static double? Number(string text)
    {
        var isNumber = double.TryParse(text, CultureInfo.InvariantCulture, out var number);
        return isNumber ? number : null;
    }

    /// <summary>ISO 8601, or seconds since 1970.</summary>
    private static DateTime? Date(string text)
    {
        if (text.Length > 4 && text.All(char.IsAsciiDigit))
            return DateTime.UnixEpoch.AddSeconds(long.Parse(text, CultureInfo.InvariantCulture));
        const DateTimeStyles utc = DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal;
        var isDate = DateTime.TryParse(text, CultureInfo.InvariantCulture, utc, out var date);
        return isDate ? date : null;
    }

    private static bool IsInNetwork(string policy, string value)
    {
        var parts = policy.Split('/');
        var (network, address) = (
            IPAddress.Parse(parts[0]).GetAddressBytes(),
            IPAddress.Parse(value).GetAddressBytes()
        );
        if (network.Length != address.Length)
            return false;
        var bits = network.Length * 8;
        var length = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : bits;
        BigInteger Prefix(byte[] bytes) =>
            new BigInteger(bytes, isUnsigned: true, isBigEndian: true) >> (bits - length);
        return Prefix(network) == Prefix(address);
    }
}
