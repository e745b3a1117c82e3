using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AmiGovernance.AcceptanceTests.Judges.Mutants;

/// <summary>Changes of a deny statement's conditions.</summary>
internal static partial class ConditionChanges
{
    private static readonly string[] Texts =
    [
        "StringEquals",
        "StringNotEquals",
        "StringEqualsIgnoreCase",
        "StringNotEqualsIgnoreCase",
        "StringLike",
        "StringNotLike",
    ];

    private static readonly string[] Arns = ["ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"];

    private static readonly string[] Dates =
    [
        "DateEquals",
        "DateNotEquals",
        "DateLessThan",
        "DateLessThanEquals",
        "DateGreaterThan",
        "DateGreaterThanEquals",
    ];

    private static readonly (string Operator, string Key, string[] Values)[] Escapes =
    [
        ("StringNotEquals", "aws:PrincipalTag/ami-exempt", ["true"]),
        ("StringNotEqualsIfExists", "aws:PrincipalTag/team", ["platform", "security"]),
        ("StringNotLike", "aws:PrincipalTag/team", ["plat*"]),
        ("StringNotEqualsIgnoreCase", "aws:PrincipalTag/Team", ["Platform"]),
        ("StringEquals", "aws:PrincipalTag/team", ["workload"]),
        ("StringLikeIfExists", "aws:PrincipalTag/team", ["*"]),
        ("StringLike", "aws:PrincipalTag/team", ["?*"]),
        ("Bool", "aws:ViaAWSService", ["false"]),
        ("BoolIfExists", "aws:ViaAWSService", ["false"]),
        ("Bool", "aws:ViaAWSService", ["true"]),
        ("Bool", "aws:ViaAWSService", ["true", "false"]),
        ("BoolIfExists", "aws:PrincipalIsAWSService", ["false"]),
        ("BoolIfExists", "aws:MultiFactorAuthPresent", ["false"]),
        ("Bool", "aws:MultiFactorAuthPresent", ["false"]),
        ("ForAllValues:StringNotEquals", "aws:CalledVia", ["cloudformation.amazonaws.com"]),
        ("ForAnyValue:StringEquals", "aws:CalledVia", ["cloudformation.amazonaws.com"]),
    ];

    private static readonly (string Operator, string Key, string[] Values)[] Places =
    [
        ("StringNotEquals", "aws:RequestedRegion", ["us-west-2"]),
        ("StringEquals", "aws:RequestedRegion", ["us-east-1"]),
        ("StringLike", "ec2:Region", ["*"]),
        ("StringNotLike", "aws:RequestedRegion", ["*-1"]),
        ("StringLike", "aws:RequestedRegion", ["us-*", "eu-*"]),
        ("StringNotEquals", "ec2:Region", ["nowhere"]),
    ];

    private static readonly (string Key, string Value)[] Presences =
    [
        ("ec2:Owner", "false"),
        ("ec2:Owner", "true"),
        ("aws:PrincipalArn", "false"),
        ("aws:PrincipalArn", "true"),
        ("aws:CurrentTime", "false"),
        ("aws:RequestedRegion", "true"),
        ("aws:PrincipalTag/team", "true"),
        ("aws:PrincipalTag/team", "false"),
        ("ec2:ResourceTag/approved", "true"),
    ];

    public static IEnumerable<Change> Of(JsonObject statement)
    {
        foreach (var (name, key, values) in Escapes)
            yield return Added("PrincipalTag and ViaAWSService", name, key, values);
        foreach (var (name, key, values) in Places)
            yield return Added("Regions", name, key, values);
        foreach (var (key, value) in Presences)
            yield return Added("Null", "Null", key, value);
        foreach (var (name, keys) in statement["Condition"]?.AsObject() ?? [])
        foreach (var (key, values) in keys!.AsObject())
        foreach (var change in OfCondition(name, key, values.Values()))
            yield return change;
    }

    private static Change Added(string construct, string name, string key, params string[] values) =>
        new(construct, $"{name} {key} {string.Join(' ', values)}", s => s.SetCondition(name, key, values));

    private static IEnumerable<Change> OfCondition(string name, string key, string[] values)
    {
        Change Other(string construct, string newName, string newKey, IEnumerable<string> newValues)
        {
            var list = newValues.ToArray();
            return new Change(
                construct,
                $"{name} {key} to {newName} {newKey} {string.Join(' ', list)}",
                s =>
                {
                    s.DropCondition(name, key);
                    s.SetCondition(newName, newKey, list);
                }
            );
        }
        yield return new Change("conditions", $"without {name} {key}", s => s.DropCondition(name, key));
        yield return Other("IfExists", $"{name}IfExists", key, values);
        yield return Other("set operators", $"ForAllValues:{name}", key, values);
        yield return Other("set operators", $"ForAnyValue:{name}", key, values);
        yield return Other("set operators", $"ForAnyValue:{name}IfExists", key, values);
        yield return Other("case", name, key.ToUpperInvariant(), values);
        yield return Other("case", name, key.ToLowerInvariant(), values);
        yield return Other("case", name, key, values.Select(v => v.ToUpperInvariant()));
        foreach (var other in Family(name).Where(o => o != name))
            yield return Other("operators", other, key, values);
        foreach (var (construct, list) in OfValues(name, key, values))
            yield return Other(construct, name, key, list);
    }

    private static string[] Family(string name)
    {
        if (name.StartsWith("Date", StringComparison.Ordinal))
            return Dates;
        return name.StartsWith("Arn", StringComparison.Ordinal) ? [.. Arns, .. Texts] : Texts;
    }

    private static IEnumerable<(string Construct, IEnumerable<string> Values)> OfValues(
        string name,
        string key,
        string[] values
    )
    {
        foreach (var value in values)
        {
            IEnumerable<string> With(string changed) => values.Select(v => v == value ? changed : v);
            if (values.Length > 1)
                yield return ("values", values.Where(v => v != value));
            foreach (var changed in OfValue(name, value))
                yield return (changed.Construct, With(changed.Value));
        }
        if (key is "ec2:Owner" or "aws:PrincipalAccount")
        {
            yield return ("values", values.Append("012345678901"));
            yield return ("values", values.Append(values[0]));
            yield return ("values", values.Append("amazon"));
            yield return ("wildcards in ARNs", values.Append("9*"));
        }
        if (key == "aws:PrincipalArn")
            foreach (
                var more in new[]
                {
                    "arn:aws:iam::9*:role/Admin",
                    "arn:*:iam::*:root",
                    "arn:*:iam::*:user/*",
                    "arn:aws:iam::123456738923:role/*",
                    "arn:*:iam::????????????:role/a/*",
                    "arn:*:sts::*:assumed-role/Admin/*",
                }
            )
                yield return ("wildcards in ARNs", values.Append(more));
    }

    private static IEnumerable<(string Construct, string Value)> OfValue(string name, string value)
    {
        foreach (Match account in Account().Matches(value))
        foreach (var place in new[] { 0, 4, 11 })
            yield return ("account digits", Other(value, account.Index + place));
        if (
            DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var date)
            && value.Contains('T', StringComparison.Ordinal)
        )
        {
            foreach (var shift in new[] { 1, -1, 86400, -86400, 3600 })
                yield return ("dates", Written(date.AddSeconds(shift)));
            yield return ("dates", value.Replace("Z", "+00:00", StringComparison.Ordinal));
            yield return ("dates", value[..10]);
            yield return ("dates", date.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            yield return ("dates", value.Replace("Z", "+01:00", StringComparison.Ordinal));
        }
        if (name.StartsWith("Date", StringComparison.Ordinal))
            yield break;
        if (!value.StartsWith("arn:", StringComparison.Ordinal))
        {
            yield return ("wildcards in ARNs", $"{value[..^1]}*");
            yield return ("wildcards in ARNs", $"{value[..^1]}?");
            yield break;
        }
        var parts = value.Split(':', 6);
        string Arn(int part, string changed) => string.Join(':', parts.Select((p, i) => i == part ? changed : p));
        foreach (var partition in new[] { "aws", "aws-cn", "aws*", "aws-*" })
            yield return ("partitions", Arn(1, partition));
        foreach (var account in new[] { "*", "9*", "123456738923", "????????????", "*1*" })
            yield return ("wildcards in ARNs", Arn(4, account));
        foreach (
            var resource in new[]
            {
                "*",
                "role/*",
                $"{parts[5]}*",
                "*/Admin",
                parts[5].Replace("role/", "user/", StringComparison.Ordinal),
                parts[5][..^1],
                "role/?*",
                "role/*_*",
                "root",
            }
        )
            yield return ("wildcards in ARNs", Arn(5, resource));
    }

    private static string Other(string value, int place) =>
        $"{value[..place]}{(value[place] == '9' ? '0' : (char)(value[place] + 1))}{value[(place + 1)..]}";

    private static string Written(DateTimeOffset date) =>
        date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex("[0-9]{12}")]
    private static partial Regex Account();
}
