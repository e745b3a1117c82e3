using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Tests.Policies.Iam.Oracle;

/// <summary>
/// A second evaluator of service control policies, written from the IAM user guide as plainly as possible. It shares
/// nothing with the product but the parsed model.
/// </summary>
internal static class NaiveEvaluator
{
    public static string Decide(
        IEnumerable<IEnumerable<PolicyDocument>> levels,
        string action,
        string resource,
        Dictionary<string, string[]> context
    )
    {
        var keys = new Dictionary<string, string[]>(context, StringComparer.OrdinalIgnoreCase);
        bool Any(IEnumerable<PolicyDocument> policies, Effect effect) =>
            policies.Any(p =>
                p.Statements.Any(s =>
                    s.Effect == effect && Matches(s, p.Version == "2012-10-17", action, resource, keys)
                )
            );
        if (levels.Any(l => Any(l, Effect.Deny)))
            return "ExplicitlyDenied";
        return levels.All(l => Any(l, Effect.Allow)) ? "Allowed" : "ImplicitlyDenied";
    }

    private static bool Matches(
        Statement statement,
        bool variables,
        string action,
        string resource,
        Dictionary<string, string[]> keys
    )
    {
        var actionNamed = statement.Actions.Any(a => Glob(a, action, RegexOptions.IgnoreCase));
        if (actionNamed == statement.ActionsExcluded)
            return false;
        var resourceNamed = statement.Resources.Any(r =>
            Resource(r, variables, keys) is { } pattern && (pattern == "*" || Arn(pattern, resource))
        );
        if (resourceNamed == statement.ResourcesExcluded)
            return false;
        return statement.Conditions.All(c => Holds(c, variables, keys));
    }

    private static bool Holds(Condition condition, bool variables, Dictionary<string, string[]> keys)
    {
        var name = condition.Operator;
        var set = name.Contains(':', StringComparison.Ordinal)
            ? name[..name.IndexOf(':', StringComparison.Ordinal)]
            : "";
        name = name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var present = keys.TryGetValue(condition.Key, out var values) && values.Length > 0;
        if (name == "Null")
            return condition.Values.Contains(present ? "false" : "true");
        if (name.EndsWith("IfExists", StringComparison.Ordinal))
        {
            if (!present)
                return true;
            name = name[..^8];
        }
        var negated = name.Contains("Not", StringComparison.Ordinal);
        var positive = name == "NotIpAddress" ? "IpAddress" : name.Replace("Not", "", StringComparison.Ordinal);
        bool Satisfies(string value) =>
            condition.Values.Any(v => Compare(positive, v, value, variables, keys)) != negated;
        return set switch
        {
            "ForAllValues" => !present || values!.All(Satisfies),
            "ForAnyValue" => present && values!.Any(Satisfies),
            _ => present ? values!.Any(Satisfies) : negated,
        };
    }

    private static bool Compare(
        string name,
        string policy,
        string value,
        bool variables,
        Dictionary<string, string[]> keys
    )
    {
        switch (name)
        {
            case "StringEquals":
                return Substitute(policy, variables, keys) is { } text && Unescape(text) == value;
            case "StringEqualsIgnoreCase":
                return Substitute(policy, variables, keys) is { } any
                    && Unescape(any).Equals(value, StringComparison.OrdinalIgnoreCase);
            case "StringLike":
                return Substitute(policy, variables, keys) is { } glob && Glob(glob, value, RegexOptions.None);
            case "ArnEquals" or "ArnLike":
                return Substitute(policy, variables, keys) is { } arn && Arn(arn, value);
            case "Bool":
                return policy.Equals(value, StringComparison.OrdinalIgnoreCase);
            case "BinaryEquals":
                return policy == value;
            case "IpAddress":
                return InNetwork(policy, value);
        }
        var comparison = name.StartsWith("Numeric", StringComparison.Ordinal)
            ? double.Parse(value, CultureInfo.InvariantCulture)
                .CompareTo(double.Parse(policy, CultureInfo.InvariantCulture))
            : Date(value).CompareTo(Date(policy));
        return name.Replace("Numeric", "", StringComparison.Ordinal)
            .Replace("Date", "", StringComparison.Ordinal) switch
        {
            "Equals" => comparison == 0,
            "LessThan" => comparison < 0,
            "LessThanEquals" => comparison <= 0,
            "GreaterThan" => comparison > 0,
            "GreaterThanEquals" => comparison >= 0,
            _ => throw new InvalidOperationException(name),
        };
    }

    private static DateTime Date(string text) =>
        text.All(char.IsDigit) && text.Length > 4
            ? DateTime.UnixEpoch.AddSeconds(long.Parse(text, CultureInfo.InvariantCulture))
            : DateTime.Parse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal
            );

    private static bool InNetwork(string policy, string value)
    {
        var parts = policy.Split('/');
        var (network, address) = (
            IPAddress.Parse(parts[0]).GetAddressBytes(),
            IPAddress.Parse(value).GetAddressBytes()
        );
        if (network.Length != address.Length)
            return false;
        var length = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : network.Length * 8;
        var shift = network.Length * 8 - length;
        BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
        return Number(network) >> shift == Number(address) >> shift;
    }

    // `${*}` and its like become escapes of a regular expression in the end; until then they are marked.
    private static string? Substitute(string text, bool variables, Dictionary<string, string[]> keys)
    {
        if (!variables)
            return text;
        var missing = false;
        var result = Regex.Replace(
            text,
            @"\$\{([^}]*)\}",
            match =>
            {
                var name = match.Groups[1].Value;
                if (name is "*" or "?" or "$")
                    return Mark(name);
                var fallback = Regex.Match(name, "^(.*?),\\s*'(.*)'$");
                var key = (fallback.Success ? fallback.Groups[1].Value : name).Trim();
                if (keys.TryGetValue(key, out var values) && values.Length == 1)
                    return Mark(values[0]);
                missing |= !fallback.Success;
                return Mark(fallback.Groups[2].Value);
            }
        );
        return missing ? null : result;
    }

    /// <summary>"You can use policy variables in the Resource element, but only in the resource portion of the ARN", after the fifth colon.</summary>
    private static string? Resource(string text, bool variables, Dictionary<string, string[]> keys)
    {
        var parts = text.Split(':', 6);
        if (parts.Length < 6)
            return Substitute(text, variables, keys);
        return Substitute(parts[5], variables, keys) is { } last ? string.Join(':', [.. parts[..5], last]) : null;
    }

    private static string Mark(string literal) =>
        literal.Replace("*", "\u0001", StringComparison.Ordinal).Replace("?", "\u0002", StringComparison.Ordinal);

    private static string Unescape(string text) => text.Replace('\u0001', '*').Replace('\u0002', '?');

    private static bool Arn(string pattern, string arn)
    {
        var (left, right) = (pattern.Split(':', 6).ToList(), arn.Split(':', 6));
        if (right.Length < 6)
            return false;
        while (left.Count < 6)
            left.Add("*");
        return left.Zip(right).All(p => Glob(p.First, p.Second, RegexOptions.None));
    }

    private static bool Glob(string pattern, string text, RegexOptions options) =>
        Regex.IsMatch(
            text,
            "^"
                + string.Concat(
                    pattern.Select(c =>
                        c switch
                        {
                            '*' => ".*",
                            '?' => ".",
                            '\u0001' => "\\*",
                            '\u0002' => "\\?",
                            _ => Regex.Escape(c.ToString()),
                        }
                    )
                )
                + "$(?<!\n)",
            options | RegexOptions.Singleline | RegexOptions.CultureInvariant
        );
}
