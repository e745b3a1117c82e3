using System.Text.Json.Nodes;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>Changes of documents that say something else of some request, or leave open what was locked.</summary>
internal static class DocumentEdits
{
    public static IEnumerable<(string Name, CertifiedCase Changed)> Of(CertifiedCase certified) =>
        OfPolicies(certified).Concat(OfDeclarative(certified)).Concat(OfConfig(certified));

    private static IEnumerable<(string Name, CertifiedCase Changed)> OfPolicies(CertifiedCase certified) =>
        from policy in certified.Policies
        from edit in OfPolicy(policy.Policy)
        select ($"{policy.Name}: {edit.Name}", certified.WithPolicy(policy.Name, edit.Of(policy.Policy)));

    private static IEnumerable<Edit> OfPolicy(JsonNode policy)
    {
        foreach (var principal in Principals(policy).SelectMany(list => list).Select(p => (string)p!).Distinct())
            yield return new Edit($"{principal} spared nowhere", p => Remove(p, principal));
        var statements = policy["Statement"]!.AsArray();
        for (var i = 0; i < statements.Count; i++)
        {
            var at = i;
            yield return new Edit($"statement {i} removed", p => p["Statement"]!.AsArray().RemoveAt(at));
            yield return new Edit($"statement {i} renamed", p => p["Statement"]![at]!["Sid"] = "Other");
            if (statements[i]!["Condition"] is not null)
                yield return new Edit(
                    $"statement {i} unconditional",
                    p => p["Statement"]![at]!.AsObject().Remove("Condition")
                );
            for (var a = 0; a < (statements[i]!["Action"] as JsonArray)?.Count; a++)
            {
                var action = a;
                yield return new Edit(
                    $"action {i}.{a} removed",
                    p => p["Statement"]![at]!["Action"]!.AsArray().RemoveAt(action)
                );
            }
            foreach (var edit in OfConditions(statements[i]!, at))
                yield return edit;
        }
    }

    private static IEnumerable<Edit> OfConditions(JsonNode statement, int at)
    {
        foreach (var (name, keys) in statement["Condition"]?.AsObject() ?? [])
        foreach (var (key, values) in keys!.AsObject())
        {
            yield return new Edit(
                $"condition {at} {name} {key} removed",
                p => p["Statement"]![at]!["Condition"]![name]!.AsObject().Remove(key)
            );
            yield return new Edit(
                $"condition {at} {name} {key} of others",
                p => p["Statement"]![at]!["Condition"]![name]![key] = Others(key)
            );
            for (var v = 0; v < (values as JsonArray)?.Count; v++)
            {
                var value = v;
                if (IsOfOneAccount((string)values![v]!))
                    continue;
                yield return new Edit(
                    $"value {at} {name} {key} {v} removed",
                    p => p["Statement"]![at]!["Condition"]![name]![key]!.AsArray().RemoveAt(value)
                );
            }
        }
    }

    private static IEnumerable<JsonArray> Principals(JsonNode policy) =>
        policy["Statement"]!
            .AsArray()
            .Select(s => s!["Condition"]?["ArnNotLike"]?["aws:PrincipalArn"])
            .OfType<JsonArray>();

    private static void Remove(JsonNode policy, string principal)
    {
        foreach (var list in Principals(policy))
            list.RemoveAll(p => (string)p! == principal);
    }

    /// <summary>Many statements reach no request of such a principal, or leave it to others that deny the same.</summary>
    private static bool IsOfOneAccount(string value) =>
        value.StartsWith("arn:", StringComparison.Ordinal) && !value.Contains("::*:", StringComparison.Ordinal);

    private static string Others(string key) =>
        key switch
        {
            "aws:CurrentTime" => "2031-01-01T00:00:00Z",
            "aws:PrincipalArn" => "arn:aws:iam::*:role/Other",
            _ => "101010101010",
        };

    private static IEnumerable<(string Name, CertifiedCase Changed)> OfDeclarative(CertifiedCase certified)
    {
        const string Name = CheckCertificate.Declarative.Name;
        var settings = certified.Declarative["ec2_attributes"]!;
        Edit[] edits =
        [
            new("no settings", d => d["ec2_attributes"]!.AsObject().Remove("allowed_images_settings")),
            new("no public access", d => d["ec2_attributes"]!.AsObject().Remove("image_block_public_access")),
            .. Locks(settings["allowed_images_settings"]!, "/ec2_attributes/allowed_images_settings"),
            .. Locks(settings["image_block_public_access"]!, "/ec2_attributes/image_block_public_access"),
            new(
                "sharing unblocked",
                d => d["ec2_attributes"]!["image_block_public_access"]!["state"]!["@@assign"] = "unblocked"
            ),
            new(
                "another mode",
                d => State(d)["@@assign"] = (string)State(d)["@@assign"]! == "enabled" ? "audit_mode" : "enabled"
            ),
            new("a provider less", d => Providers(d).RemoveAt(0)),
        ];
        return edits.Select(e => (e.Name, certified.WithPolicy(Name, e.Of(certified.Declarative))));
    }

    private static JsonNode State(JsonNode declarative) =>
        declarative["ec2_attributes"]!["allowed_images_settings"]!["state"]!;

    private static JsonArray Providers(JsonNode declarative) =>
        declarative["ec2_attributes"]!["allowed_images_settings"]!["image_criteria"]!["criteria_1"]![
            "allowed_image_providers"
        ]!["@@assign"]!.AsArray();

    private static IEnumerable<Edit> Locks(JsonNode node, string path)
    {
        const string Lock = "@@operators_allowed_for_child_policies";
        if (node is not JsonObject found)
            yield break;
        yield return new Edit($"{path} unlocked", d => At(d, path).AsObject().Remove(Lock));
        foreach (var (name, below) in found)
            if (!name.StartsWith("@@", StringComparison.Ordinal))
                foreach (var edit in Locks(below!, $"{path}/{name}"))
                    yield return edit;
    }

    private static JsonNode At(JsonNode root, string path) =>
        path.Split('/')[1..].Aggregate(root, (node, name) => node[name]!);

    private static IEnumerable<(string Name, CertifiedCase Changed)> OfConfig(CertifiedCase certified)
    {
        Edit[] edits =
        [
            new(
                "another publisher",
                c => c["ops_publisher_account"] = JsonNode.Parse("""{ "account_id": "101010101010" }""")
            ),
            new("a further alias", c => c["publisher_aliases"] = new JsonArray("aws_backup_vault")),
            new(
                "an exception for long",
                c =>
                    c["exception_accounts"] = JsonNode.Parse(
                        """[ { "account_id": "101010101010", "expires_on": "2031-01-01" } ]"""
                    )
            ),
            new(
                "a role that creates",
                c => c["image_creation_roles"] = JsonNode.Parse("""[ { "arn": "arn:aws:iam::*:role/Other" } ]""")
            ),
        ];
        return edits.Select(e => (e.Name, certified.WithConfig(e.Of(certified.Config))));
    }
}
