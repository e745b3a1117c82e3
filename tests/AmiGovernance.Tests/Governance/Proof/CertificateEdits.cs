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
    private static readonly string[] Parts =
    [
        "ec2:Owner",
        "aws:ResourceAccount",
        "aws:PrincipalAccount",
        "aws:PrincipalArn",
    ];
    private static readonly string[] Strangers = ["000000000000", "123456738923", "222233334444", "amazon"];

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
        foreach (var part in Parts)
        foreach (var (what, make) in OfPart(found["where"]![part], part))
            yield return Change(what, c => make(c["where"]!.AsObject()));
        foreach (var (what, make) in OfTimes(found))
            yield return Change(what, make);
    }

    private static IEnumerable<(string What, Action<JsonObject> Make)> OfPart(JsonNode? values, string part)
    {
        if (values is null)
        {
            yield return ($"some {part}", c => c[part] = new JsonObject { ["any_of"] = new JsonArray("222233334444") });
            yield return (
                $"not all {part}",
                c => c[part] = new JsonObject { ["none_of"] = new JsonArray("222233334444") }
            );
            yield break;
        }
        yield return ($"any {part}", c => c.Remove(part));
        var (listed, flipped) = values["any_of"] is null ? ("none_of", "any_of") : ("any_of", "none_of");
        yield return ($"other {part}", c => c[part] = new JsonObject { [flipped] = c[part]![listed]!.DeepClone() });
        var texts = values[listed]!.AsArray().Select(v => (string)v!).ToList();
        for (var v = 0; v < texts.Count; v++)
        {
            var at = v;
            yield return ($"{part} without {texts[v]}", c => c[part]![listed]!.AsArray().RemoveAt(at));
        }
        foreach (var stranger in Strangers.Except(texts))
            yield return ($"{part} with {stranger}", c => c[part]![listed]!.AsArray().Add((JsonNode)stranger));
    }

    private static IEnumerable<(string What, Action<JsonObject> Make)> OfTimes(JsonNode found)
    {
        foreach (var name in new[] { "from", "until" })
        {
            if (found[name] is not null)
                yield return ($"no {name}", c => c[name] = null);
            foreach (var time in new[] { "2026-01-31T23:59:59Z", "2026-02-01T00:00:01Z", "2027-01-01T00:00:00Z" })
                yield return ($"{name} {time}", c => c[name] = time);
        }
    }
}
