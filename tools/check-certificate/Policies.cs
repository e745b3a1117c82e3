using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace CheckCertificate;

/// <summary>One request.</summary>
/// <param name="Owner">`ec2:Owner`: the owning account, or an alias.</param>
/// <param name="Time">In the form that policies have.</param>
internal sealed record Request(string Owner, string OwnerAccount, string Account, string Arn, string Time)
{
    public bool IsBefore(string time) => string.CompareOrdinal(Time, time) < 0;
}

/// <summary>An operator with one key and its values.</summary>
internal sealed record Condition(string Operator, string Key, HashSet<string> Values)
{
    public bool Holds(Request request) =>
        Key switch
        {
            "ec2:Owner" => Values.Contains(request.Owner),
            "aws:ResourceAccount" => Values.Contains(request.OwnerAccount),
            "aws:PrincipalAccount" => Values.Contains(request.Account),
            "aws:PrincipalArn" => Principal.MatchesAny(Values, request.Arn),
            _ => !Values.All(request.IsBefore),
        } != Operator.Contains("Not");
}

/// <summary>A statement that denies, in a grammar that is small on purpose: nothing else can be checked.</summary>
internal sealed partial record Statement(string Name, HashSet<string> Actions, bool IsOnImages, Condition[] Conditions)
{
    [GeneratedRegex(
        @"^(String(Not)?Equals (ec2:Owner|aws:(Resource|Principal)Account) [a-z0-9-]+|ArnNotLike aws:PrincipalArn arn:(\*|aws[a-z-]*):iam::(\*|\d{12}):(role|user)/[^:?\\$]+|DateGreaterThanEquals aws:CurrentTime \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$"
    )]
    private static partial Regex Known { get; }

    public bool Denies(Request request) => Array.TrueForAll(Conditions, c => c.Holds(request));

    /// <summary>Other resources of a call than images have no owner.</summary>
    public bool IsClearOn(bool images) =>
        IsOnImages ? images : Array.TrueForAll(Conditions, c => c.Key is not ("ec2:Owner" or "aws:ResourceAccount"));

    public static IEnumerable<Statement> Read(string document, byte[] json)
    {
        var root = Json.Only(document, Json.Parse(json), "Version", "Statement");
        return Json.Items(root["Statement"]).Select((s, i) => Read(s, $"{document}#{i}"));
    }

    private static Statement Read(JsonNode node, string place)
    {
        Json.Only(place, node, "Sid", "Effect", "Action", "Resource", "Condition");
        var resource = Json.Texts(node["Resource"]);
        if (Json.Texts(node["Effect"]) is not ["Deny"] || resource is not ["*" or "arn:*:ec2:*::image/*"])
            throw RejectedException.Unknown(place, $"{node["Effect"]} on {node["Resource"]}");
        var actions = Json.Texts(node["Action"]).Select(a => a.ToLowerInvariant()).ToHashSet();
        var conditions =
            from byOperator in node["Condition"]?.AsObject() ?? []
            from byKey in byOperator.Value!.AsObject()
            select new Condition(byOperator.Key, byKey.Key, [.. Json.Texts(byKey.Value)]);
        var asked = conditions.SelectMany(c => c.Values.Select(v => $"{c.Operator} {c.Key} {v}"));
        var unknown = asked.Where(a => !Known.IsMatch(a)).Concat(actions.Where(a => a.AsSpan().ContainsAny('*', '?')));
        foreach (var construct in unknown)
            throw RejectedException.Unknown(place, construct);
        return new Statement($"{place} {node["Sid"]}", actions, resource is not ["*"], [.. conditions]);
    }
}

/// <summary>ARNs of principals, and patterns of them.</summary>
internal static class Principal
{
    public static string AccountOf(string pattern) => pattern.Split(':')[4];

    public static bool IsOf(string pattern, string account) =>
        AccountOf(pattern) is "*" || AccountOf(pattern) == account;

    public static bool MatchesAny(IEnumerable<string> patterns, string arn) =>
        patterns.Any(p => FileSystemName.MatchesSimpleExpression(p, arn, ignoreCase: false));

    /// <summary>One that matches none, and for each pattern one that matches no other, unless all that match it do.</summary>
    public static IEnumerable<string> In(string account, IEnumerable<string> patterns) =>
        patterns
            .Where(p => IsOf(p, account))
            .Select(p => p.Replace("::*:", $"::{account}:").Replace('*', '¶'))
            .Prepend($"arn:aws:sts::{account}:federated-user/somebody");
}
