using System.Text.Json.Nodes;
using CsCheck;

namespace AmiGovernance.AcceptanceTests.Judges.Mutants;

/// <summary>Denies made by chance, of what policies that govern images are about.</summary>
internal static class RandomStatements
{
    private static readonly string[] Accounts =
    [
        "123456738923",
        "111122223333",
        "222233334444",
        "333344445555",
        "777788889999",
        "012345678901",
    ];

    private static readonly string[][] Actions =
    [
        ["ec2:RunInstances"],
        ["ec2:RunInstances", "ec2:CreateFleet", "ec2:RequestSpot*"],
        ["ec2:CreateImage", "ec2:CopyImage"],
        ["ec2:CopyImage"],
        ["ec2:ModifySnapshotAttribute", "ec2:CreateStoreImageTask", "ec2:ExportImage", "ec2:CreateInstanceExportTask"],
        ["ec2:*Snapshot*", "ec2:*Export*"],
        ["ec2:*Image*"],
        ["ec2:ModifyImageAttribute", "ec2:ResetImageAttribute"],
        ["ec2:DisableAllowedImagesSettings", "ec2:DisableImageBlockPublicAccess"],
        ["ec2:*"],
    ];

    private static readonly string[] Resources =
    [
        "*",
        "arn:*:ec2:*::image/*",
        "arn:aws:ec2:*::image/*",
        "arn:*:ec2:us-*::image/*",
        "arn:*:ec2:*::image/ami-0*",
        "arn:*:ec2:*:*:instance/*",
        "arn:*:ec2:*::snapshot/*",
        "arn:*:ec2:*:*:*",
    ];

    private static readonly Gen<(string Operator, string Key, string[] Values)> Times = Of(
        ["DateGreaterThan", "DateGreaterThanEquals", "DateLessThan", "DateNotEquals"],
        "aws:CurrentTime",
        ["2027-02-01T00:00:00Z", "2027-03-01T00:00:00Z", "2026-12-15T00:00:00Z"]
    );

    private static readonly Gen<(string Operator, string Key, string[] Values)> Timeless = Gen.OneOf(
        Of(
            ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIfExists"],
            "ec2:Owner",
            [.. Accounts, "amazon", "aws-marketplace"]
        ),
        Of(["StringLike", "StringNotLike"], "ec2:Owner", ["1*", "*9999", "a*", "*"]),
        Of(["StringEquals", "StringNotEquals"], "aws:PrincipalAccount", Accounts),
        Of(["StringLike", "StringNotLike"], "aws:PrincipalAccount", ["1*", "?2*", "*"]),
        Of(
            ["ArnLike", "ArnNotLike", "ArnNotEquals", "StringLike"],
            "aws:PrincipalArn",
            [
                "arn:aws:iam::444455556666:role/Rescue",
                "arn:*:iam::*:role/R*",
                "arn:*:iam::*:role/Backup",
                "arn:*:sts::*:federated-user/*",
                "arn:aws:iam::*:*",
                "arn:aws:iam::9*:role/*",
            ]
        ),
        Of(["StringEquals", "StringNotEquals", "StringLike"], "aws:RequestedRegion", ["us-east-1", "eu-*", "*-1"]),
        Of(
            ["StringEquals", "StringNotEqualsIfExists", "StringLike", "Null"],
            "aws:PrincipalTag/team",
            ["true", "false"]
        ),
        Of(["Bool", "BoolIfExists"], "aws:ViaAWSService", ["true", "false"]),
        Of(["Null"], "ec2:Owner", ["true", "false"])
    );

    public static readonly Gen<JsonObject> Any = Deny(Resources, Gen.Frequency((9, Timeless), (1, Times)));

    /// <summary>That do not change by themselves, and tell no image from another of its owner.</summary>
    public static readonly Gen<JsonObject> OfAllImages = Deny(
        [.. Resources.Where(r => !r.Contains("ami-", StringComparison.Ordinal))],
        Timeless
    );

    private const string Seed = "0000KeyUzkM3";

    /// <summary>The same ones every day, and others each time where there is time for what they find.</summary>
    /// <param name="count">So many a day.</param>
    public static void Each<T>(Gen<T> cases, int count, Action<T> check)
    {
        if (TestScale.IsFull)
            cases.Sample(check, iter: TestScale.Samples(count), threads: 1);
        var random = PCG.Parse(Seed);
        for (var i = 0; i < TestScale.Samples(count, full: count); i++)
            check(cases.Generate(random, null, out _));
    }

    private static Gen<JsonObject> Deny(
        string[] resources,
        Gen<(string Operator, string Key, string[] Values)> conditions
    ) =>
        Gen.Select(
            Among(Actions),
            Among(resources),
            Gen.Bool,
            conditions.Array[0, 3],
            (actions, resource, isExcluded, chosen) =>
            {
                var statement = new JsonObject { ["Effect"] = "Deny", ["Action"] = JsonParts.ToNode(actions) };
                var isNot = isExcluded && resource.Contains("image", StringComparison.Ordinal);
                statement[isNot ? "NotResource" : "Resource"] = resource;
                foreach (var (name, key, values) in chosen)
                    statement.SetCondition(name, key, values);
                return statement;
            }
        );

    private static Gen<T> Among<T>(T[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);

    private static Gen<(string Operator, string Key, string[] Values)> Of(
        string[] operators,
        string key,
        string[] values
    ) =>
        Gen.Select(Among(operators), Among(values).Array[1, 3])
            .Select((name, chosen) => (name, key, name == "Null" ? chosen[..1] : chosen.Distinct().ToArray()));
}
