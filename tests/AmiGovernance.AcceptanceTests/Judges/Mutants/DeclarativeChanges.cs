using System.Text.Json.Nodes;

namespace AmiGovernance.AcceptanceTests.Judges.Mutants;

/// <summary>Changes of the EC2 declarative policy.</summary>
internal static class DeclarativeChanges
{
    private const string Lock = "@@operators_allowed_for_child_policies";
    private const string Assign = "@@assign";
    private const string Images = "allowed_images_settings";
    private const string Access = "image_block_public_access";

    public static IEnumerable<Change> Of(JsonObject document) =>
        [.. OfNodes(document, []), .. Criteria(document), .. States()];

    private static JsonObject At(JsonObject root, IEnumerable<string> path) =>
        path.Aggregate(root, (node, name) => node[name]!.AsObject());

    private static IEnumerable<Change> OfNodes(JsonObject node, string[] path)
    {
        var place = string.Join('/', path);
        if (node.ContainsKey(Lock))
        {
            yield return new Change("locks", $"without the lock of {place}", r => At(r, path).Remove(Lock));
            foreach (var words in new string[][] { ["@@all"], ["@@append"], ["@@append", "@@remove"] })
                yield return new Change(
                    "locks",
                    $"{string.Join(' ', words)} at {place}",
                    r => At(r, path)[Lock] = new JsonArray([.. words.Select(w => JsonValue.Create(w))])
                );
        }
        if (node[Assign] is { } assigned)
        {
            if (assigned is JsonArray list)
                foreach (var change in Lists(place, path, list.Values()))
                    yield return change;
            yield return new Change("@@append for @@assign", place, r => Rename(At(r, path), "@@append"));
            yield return new Change("@@append for @@assign", $"@@remove {place}", r => Rename(At(r, path), "@@remove"));
        }
        foreach (var (name, child) in node)
            if (child is JsonObject below && !name.StartsWith("@@", StringComparison.Ordinal))
                foreach (var change in OfNodes(below, [.. path, name]))
                    yield return change;
    }

    private static void Rename(JsonObject node, string name)
    {
        var value = node[Assign]!.DeepClone();
        node.Remove(Assign);
        node[name] = value;
    }

    private static IEnumerable<Change> Lists(string place, string[] path, string[] values)
    {
        Change To(string name, IEnumerable<string> changed)
        {
            var list = new JsonArray([.. changed.Select(v => JsonValue.Create(v))]).ToJsonString();
            return new Change("criteria", $"{place} {name}", r => At(r, path)[Assign] = JsonNode.Parse(list));
        }
        foreach (var value in values)
            yield return To($"without {value}", values.Where(v => v != value));
        foreach (var value in values.Where(v => v.All(char.IsAsciiDigit)))
            yield return To(
                $"{value} with another digit",
                values.Select(v => v == value ? $"{v[..11]}{(v[11] == '9' ? '0' : (char)(v[11] + 1))}" : v)
            );
        yield return To("with a stranger", values.Append("012345678901"));
        yield return To("with amazon", values.Append("amazon"));
        yield return To("in another order", values.Reverse());
        yield return new Change(
            "@@append for @@assign",
            $"{place} half assigned, half appended",
            r =>
            {
                var half = values.Length / 2;
                At(r, path)[Assign] = new JsonArray([.. values[..half].Select(v => JsonValue.Create(v))]);
                At(r, path)["@@append"] = new JsonArray([.. values[half..].Select(v => JsonValue.Create(v))]);
            }
        );
    }

    private static IEnumerable<Change> Criteria(JsonObject document)
    {
        string[] path = ["ec2_attributes", Images, "image_criteria"];
        if (document["ec2_attributes"]?[Images]?["image_criteria"] is not JsonObject)
            yield break;
        foreach (
            var criterion in new[]
            {
                """{"allowed_image_providers":{"@@assign":["012345678901"]}}""",
                """{"allowed_image_providers":{"@@assign":["123456738923"]}}""",
                """{"allowed_image_providers":{"@@assign":["amazon"]}}""",
                """{"image_names":{"@@assign":["golden-*"]}}""",
                """{"allowed_image_providers":{"@@assign":["012345678901"]},"image_names":{"@@assign":["golden-*"]}}""",
                """{"allowed_image_providers":{"@@assign":["123456738923"]},"image_names":{"@@assign":["golden-*"]}}""",
                """{"marketplace_product_codes":{"@@assign":["abcdefg1234567890"]}}""",
            }
        )
            yield return new Change(
                "criteria",
                $"with {criterion}",
                r =>
                {
                    var added = JsonNode.Parse(criterion)!.AsObject();
                    added[Lock] = new JsonArray("@@none");
                    foreach (var (_, leaf) in added.Where(p => p.Value is JsonObject))
                        leaf![Lock] = new JsonArray("@@none");
                    At(r, path)["criteria_2"] = added;
                }
            );
        yield return new Change("criteria", "without criteria_1", r => At(r, path).Remove("criteria_1"));
        yield return new Change(
            "criteria",
            "criteria_1 with names",
            r =>
            {
                var names = new JsonObject { [Assign] = new JsonArray("golden-*"), [Lock] = new JsonArray("@@none") };
                At(r, [.. path, "criteria_1"])["image_names"] = names;
            }
        );
        yield return new Change("criteria", "without image_criteria", r => At(r, path[..^1]).Remove("image_criteria"));
    }

    private static IEnumerable<Change> States()
    {
        foreach (var state in new[] { "enabled", "audit_mode", "disabled" })
            yield return new Change(
                "states",
                $"{Images} {state}",
                r => At(r, ["ec2_attributes", Images, "state"])[Assign] = state
            );
        yield return new Change(
            "states",
            $"{Access} unblocked",
            r => At(r, ["ec2_attributes", Access, "state"])[Assign] = "unblocked"
        );
        yield return new Change("states", $"without {Access}", r => At(r, ["ec2_attributes"]).Remove(Access));
        yield return new Change(
            "states",
            "another message",
            r => At(r, ["ec2_attributes"])["exception_message"] = new JsonObject { [Assign] = "no" }
        );
    }
}
