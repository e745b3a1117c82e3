using System.Text.Json.Nodes;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>A change of a document.</summary>
/// <param name="Make">Changes a copy of it.</param>
internal sealed record Edit(string Name, Action<JsonNode> Make)
{
    /// <summary>Of a whole class.</summary>
    public bool IsRemoval { get; init; }

    public JsonNode Of(JsonNode document)
    {
        var copy = document.DeepClone();
        Make(copy);
        return copy;
    }
}

/// <summary>Every single change of a certificate that says something else of the requests.</summary>
internal static class CertificateEdits
{
    private static readonly (string Key, string Is, string IsNot)[] Parts =
    [
        ("ec2:Owner", "StringEquals", "StringNotEquals"),
        ("aws:ResourceAccount", "StringEquals", "StringNotEquals"),
        ("aws:PrincipalAccount", "StringEquals", "StringNotEquals"),
        ("aws:PrincipalArn", "ArnLike", "ArnNotLike"),
        ("aws:CurrentTime", "DateGreaterThanEquals", "DateLessThan"),
    ];
    private const string Caller = "${aws:PrincipalAccount}";
    private static readonly string[] Strangers =
    [
        "000000000000",
        "123456738923",
        "222233334444",
        "amazon",
        Caller,
        "arn:aws:iam::*:role/Other",
    ];
    private static readonly string[] Times = ["2026-01-31T23:59:59Z", "2026-02-01T00:00:01Z", "2027-01-01T00:00:00Z"];

    public static IEnumerable<Edit> Of(JsonNode certificate)
    {
        var requests = certificate["requests"]!.AsArray();
        var statements = Classes(certificate).Select(c => (string?)c["denied_by"]).Append("none").Distinct().ToList();
        for (var r = 0; r < requests.Count; r++)
        {
            var at = r;
            yield return new Edit($"requests {r} removed", c => c["requests"]!.AsArray().RemoveAt(at));
            for (var a = 0; a < requests[r]!["actions"]!.AsArray().Count; a++)
            {
                var action = a;
                yield return new Edit(
                    $"action {r}.{a} removed",
                    c => c["requests"]![at]!["actions"]!.AsArray().RemoveAt(action)
                );
            }
            for (var i = 0; i < requests[r]!["classes"]!.AsArray().Count; i++)
            {
                foreach (var edit in OfClass(requests[r]!["classes"]![i]!, r, i, statements))
                    yield return edit;
            }
        }
    }

    private static IEnumerable<JsonNode> Classes(JsonNode certificate) =>
        certificate["requests"]!.AsArray().SelectMany(r => r!["classes"]!.AsArray()).OfType<JsonNode>();

    private static IEnumerable<Edit> OfClass(JsonNode found, int r, int i, IEnumerable<string?> statements)
    {
        Edit Change(string what, Action<JsonObject> make) =>
            new($"class {r}.{i}: {what}", c => make(c["requests"]![r]!["classes"]![i]!.AsObject()));
        yield return new Edit($"class {r}.{i} removed", c => c["requests"]![r]!["classes"]!.AsArray().RemoveAt(i))
        {
            IsRemoval = true,
        };
        yield return new Edit(
            $"class {r}.{i} twice",
            c => c["requests"]![r]!["classes"]!.AsArray().Add(found.DeepClone())
        );
        foreach (var other in statements.Where(s => s != (string?)found["denied_by"]))
            yield return Change($"denied by {other}", c => c["denied_by"] = other);
        foreach (var (key, name, opposite) in Parts)
        foreach (var (asked, other) in new[] { (name, opposite), (opposite, name) })
        foreach (var (what, make) in OfPart(found["condition"]![asked]?[key], key, asked, other))
            yield return Change($"{asked} {key} {what}", c => make(c["condition"]!.AsObject()));
    }

    private static IEnumerable<(string What, Action<JsonObject> Make)> OfPart(
        JsonNode? values,
        string key,
        string asked,
        string other
    )
    {
        var strangers = key == "aws:CurrentTime" ? Times : Strangers;
        if (values is null)
        {
            foreach (var stranger in strangers)
                yield return ($"of {stranger}", c => On(c, asked)[key] = new JsonArray(stranger));
            yield break;
        }
        yield return ("removed", c => On(c, asked).Remove(key));
        yield return (
            "turned over",
            c =>
            {
                On(c, asked).Remove(key);
                On(c, other)[key] = values.DeepClone();
            }
        );
        var texts = values.AsArray().Select(v => (string)v!).ToList();
        for (var v = 0; v < texts.Count; v++)
        {
            var at = v;
            yield return ($"without {texts[v]}", c => On(c, asked)[key]!.AsArray().RemoveAt(at));
        }
        foreach (var stranger in strangers.Except(texts))
        {
            yield return ($"with {stranger}", c => On(c, asked)[key]!.AsArray().Add((JsonNode)stranger));
            // Of its own images an account is told either way.
            if (!texts.Contains(Caller))
                yield return ($"of {stranger} alone", c => On(c, asked)[key] = new JsonArray(stranger));
        }
    }

    private static JsonObject On(JsonObject conditions, string asked)
    {
        if (conditions[asked] is not JsonObject found)
            conditions[asked] = found = [];
        return found;
    }
}
