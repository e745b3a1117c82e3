using System.Text.Json.Nodes;

namespace AmiGovernance.TestSupport.Policies.Iam.Evaluation;

/// <summary>One random decision: policies at up to three levels, and a request. The same seed gives the same case.</summary>
internal sealed record GeneratedCase(
    int Id,
    JsonArray[] Levels,
    string Action,
    string Resource,
    Dictionary<string, string[]> Context
)
{
    private static readonly string[] Actions =
    [
        "ec2:RunInstances",
        "ec2:CreateImage",
        "ec2:CopyImage",
        "ec2:ModifyImageAttribute",
        "ec2:TerminateInstances",
        "s3:GetObject",
    ];
    private static readonly string[] ActionPatterns =
    [
        .. Actions,
        "*",
        "ec2:*",
        "ec2:*Image*",
        "EC2:runinstances",
        "ec2:Run?nstances",
        "s3:Get*",
        "ec2:C*Image",
    ];

    private static readonly string[] Resources =
    [
        "arn:aws:ec2:us-east-1::image/ami-1",
        "arn:aws:ec2:eu-west-1::image/ami-2",
        "arn:aws:ec2:us-east-1:111122223333:instance/i-1",
        "arn:aws:s3:::bucket/a/b",
    ];

    private static readonly string[] ResourcePatterns =
    [
        "*",
        "arn:aws:ec2:*::image/*",
        "arn:*:ec2:*::image/*",
        "arn:aws:ec2:us-east-1::image/ami-?",
        "arn:aws:ec2:*:111122223333:instance/*",
        "arn:aws:s3:::bucket/*",
        "arn:aws:ec2:*:${aws:PrincipalAccount}:instance/*",
        "arn:aws:ec2:eu-*::image/ami-2",
        "arn:aws:s3:::bucket/${aws:PrincipalTag/x}*",
        "arn:aws:s3:::${s3:none, 'bucket'}/a/*",
        "arn:aws:s3",
    ];

    private sealed record Key(string Name, string Family, string[] Values, string[] Patterns, bool Multivalued = false);

    private static readonly Key[] Keys =
    [
        new(
            "ec2:Owner",
            "String",
            ["amazon", "111122223333", "444455556666", "Amazon", ""],
            ["amazon", "111122223333", "4444*", "ama?on", "${aws:PrincipalAccount}", "${aws:PrincipalTag/x, 'amazon'}"]
        ),
        new(
            "aws:PrincipalAccount",
            "String",
            ["111122223333", "444455556666"],
            ["111122223333", "444455556666", "*6666"]
        ),
        new(
            "aws:PrincipalTag/x",
            "String",
            ["amazon", "a*", "b"],
            ["a${*}", "amazon", "*", "b?", "${aws:PrincipalAccount}"]
        ),
        new(
            "aws:PrincipalArn",
            "Arn",
            ["arn:aws:iam::111122223333:role/Admin", "arn:aws:iam::444455556666:role/path/Admin"],
            [
                "arn:aws:iam::*:role/Admin",
                "arn:*:iam::111122223333:role/*",
                "arn:aws:iam::${aws:PrincipalAccount}:role/*",
                "arn:aws:iam::444455556666:role/path/Admin",
            ]
        ),
        new(
            "aws:CurrentTime",
            "Date",
            ["2026-04-14T23:59:59Z", "2026-04-15T00:00:00Z", "2026-04-15T00:00:01Z"],
            ["2026-04-15T00:00:00Z", "2026-04-14T00:00:00Z"]
        ),
        new("aws:MultiFactorAuthAge", "Numeric", ["0", "10", "10.5", "3600"], ["10", "3600", "0"]),
        new("ec2:Public", "Bool", ["true", "false"], ["true", "false"]),
        new(
            "aws:SourceIp",
            "IpAddress",
            ["10.0.0.1", "10.0.1.1", "203.0.113.7"],
            ["10.0.0.0/24", "10.0.0.0/8", "203.0.113.7/32"]
        ),
        new("aws:TagKeys", "String", ["a", "b", "c"], ["a", "b", "?", "z*"], Multivalued: true),
    ];

    private static readonly Dictionary<string, string[]> Operators = new(StringComparer.Ordinal)
    {
        ["String"] =
        [
            "StringEquals",
            "StringNotEquals",
            "StringEqualsIgnoreCase",
            "StringNotEqualsIgnoreCase",
            "StringLike",
            "StringNotLike",
        ],
        ["Arn"] = ["ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"],
        ["Date"] =
        [
            "DateEquals",
            "DateNotEquals",
            "DateLessThan",
            "DateLessThanEquals",
            "DateGreaterThan",
            "DateGreaterThanEquals",
        ],
        ["Numeric"] =
        [
            "NumericEquals",
            "NumericNotEquals",
            "NumericLessThan",
            "NumericLessThanEquals",
            "NumericGreaterThan",
            "NumericGreaterThanEquals",
        ],
        ["Bool"] = ["Bool"],
        ["IpAddress"] = ["IpAddress", "NotIpAddress"],
    };

    public static GeneratedCase Make(int seed, int id)
    {
        var random = new Random(unchecked(seed * 7919 + id));
        T One<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
        JsonNode Some(string[] from)
        {
            var chosen = Enumerable.Range(0, 1 + random.Next(2)).Select(_ => One(from)).Distinct().ToArray();
            return chosen.Length == 1 ? chosen[0] : new JsonArray([.. chosen.Select(c => (JsonNode)c)]);
        }

        JsonObject Conditions()
        {
            var block = new JsonObject();
            for (var i = random.Next(3); i > 0; i--)
            {
                var key = One(Keys);
                if (random.Next(10) == 0)
                {
                    block["Null"] = new JsonObject { [key.Name] = random.Next(2) == 0 ? "true" : "false" };
                    continue;
                }
                var name = One(Operators[key.Family]);
                // Set operators belong to multivalued keys, and plain ones to the others.
                if (key.Multivalued)
                    name = One(["ForAnyValue:", "ForAllValues:"]) + name;
                if (random.Next(4) == 0)
                    name += "IfExists";
                var written = random.Next(6) == 0 ? key.Name.ToUpperInvariant() : key.Name;
                block[name] = new JsonObject { [written] = Some(key.Patterns) };
            }
            return block;
        }

        JsonObject Statement()
        {
            var statement = new JsonObject
            {
                ["Effect"] = random.Next(3) == 0 ? "Allow" : "Deny",
                [random.Next(6) == 0 ? "NotAction" : "Action"] = Some(ActionPatterns),
                [random.Next(6) == 0 ? "NotResource" : "Resource"] = Some(ResourcePatterns),
            };
            if (Conditions() is { Count: > 0 } conditions)
                statement["Condition"] = conditions;
            return statement;
        }

        JsonArray Level()
        {
            var policies = new JsonArray();
            if (random.Next(3) > 0)
                policies.Add(
                    (JsonNode)Policy(
                        new JsonObject
                        {
                            ["Effect"] = "Allow",
                            ["Action"] = "*",
                            ["Resource"] = "*",
                        }
                    )
                );
            for (var i = random.Next(2); i >= 0; i--)
                policies.Add((JsonNode)Policy([.. Enumerable.Range(0, 1 + random.Next(2)).Select(_ => Statement())]));
            return policies;
        }

        var context = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var key in Keys.Where(_ => random.Next(3) > 0))
            context[key.Name] = key.Multivalued
                ? [.. Enumerable.Range(0, 1 + random.Next(2)).Select(_ => One(key.Values)).Distinct()]
                : [One(key.Values)];
        return new GeneratedCase(
            id,
            [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Level())],
            One(Actions),
            One(Resources),
            context
        );
    }

    private static JsonObject Policy(params JsonObject[] statements) =>
        new() { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray([.. statements.Select(s => (JsonNode)s)]) };

    /// <summary>As the judge reads it; single-valued keys as plain strings.</summary>
    public string ToJsonLine()
    {
        var context = new JsonObject();
        foreach (var (key, values) in Context)
            context[key] = key == "aws:TagKeys" ? new JsonArray([.. values.Select(v => (JsonNode)v)]) : values[0];
        return new JsonObject
            {
                ["id"] = Id,
                ["levels"] = new JsonArray([.. Levels.Select(l => l.DeepClone())]),
                ["action"] = Action,
                ["resource"] = Resource,
                ["context"] = context,
            }.ToJsonString() + "\n";
    }
}
