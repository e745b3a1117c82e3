using System.Text.Json.Nodes;

namespace AmiGovernance.AcceptanceTests.Support.Pipelines;

/// <summary>Whether a trust policy admits a token, as STS judges its two claims (IAM user guide, "Available keys for AWS OIDC federation").</summary>
internal static class WebIdentity
{
    public static bool Admits(string policy, string subject, string audience)
    {
        var statement = JsonNode.Parse(policy)!["Statement"]!.AsArray().Single()!.AsObject();
        Assert.Equal("sts:AssumeRoleWithWebIdentity", (string?)statement["Action"]);
        var conditions = statement["Condition"]!.AsObject();
        Assert.Empty(conditions.Select(c => c.Key).Except(["StringEquals", "StringLike"]));
        var keys = conditions
            .SelectMany(c => c.Value!.AsObject().Select(k => (Operator: c.Key, k.Key, k.Value)))
            .ToList();
        Assert.Equal(2, keys.Count);
        return keys.All(k => Values(k.Value).Any(v => Matches(k.Operator, v, Claim(k.Key, subject, audience))));
    }

    private static string Claim(string key, string subject, string audience) =>
        key.EndsWith(":sub", StringComparison.Ordinal) ? subject : audience;

    private static IEnumerable<string> Values(JsonNode? value) =>
        value is JsonArray list ? list.Select(v => (string)v!) : [(string)value!];

    private static bool Matches(string @operator, string pattern, string value)
    {
        if (@operator == "StringEquals")
            return pattern == value;
        var parts = pattern.Split('*');
        return parts.Length == 2
            && value.StartsWith(parts[0], StringComparison.Ordinal)
            && value.EndsWith(parts[1], StringComparison.Ordinal);
    }
}
