using System.Text.Json.Nodes;

namespace AmiGovernance.AcceptanceTests.Judges.Mutants;

/// <summary>Changes of a deny statement's effect, actions and resources.</summary>
internal static class StatementChanges
{
    private const string Partition = "*";

    private static readonly string[] Regions =
    [
        "*-1",
        "*-2",
        "us-*",
        "eu-central-1",
        "us-west-2",
        "cn-*",
        "*-*-*",
        "?*",
        "**",
        "*t-?",
        "??-*-?",
        "*-gov-*",
        "",
    ];

    private static readonly string[] Ids =
    [
        "image/ami-*",
        "image/ami-0*",
        "image/?*",
        "image/*0",
        "image/*f*",
        "image/ami-????????",
        "image/ami-?????????????????",
        "image/ami-0123456789abcdef0",
        "image/**",
        "image*",
        "imag?/*",
        "*",
        "*/*",
        "*ami-*",
        "instance/*",
        "snapshot/*",
    ];

    private static readonly string[] Accounts = ["*", "?", "123456738923", "*1", "************"];

    private static readonly string[][] Partitions =
    [
        ["aws"],
        ["aws*"],
        ["aws-*"],
        ["aws-cn"],
        ["a?s"],
        ["*-gov"],
        ["aws", "aws-cn", "aws-us-gov"],
        ["aws", "aws-cn", "aws-us-gov", "aws-eusc"],
        ["aws", "aws-?*"],
    ];

    private static readonly string[] Wholes =
    [
        "arn:*:ec2:*::image/*",
        "arn:*:ec2:*:*:*",
        "arn:aws:ec2:*:*:*",
        "arn:*:ec2:us-*:*:*",
        "arn:*:ec2:*:123456738923:*",
        "arn:*:ec2:*::*",
        "arn:*:ec2:*:*:image/*",
        "arn:*:ec2:*::snapshot/*",
        "arn:*:s3:::*",
    ];

    private static readonly string[] Excluded =
    [
        "*",
        "arn:*:ec2:*::image/*",
        "arn:aws-cn:ec2:*::image/*",
        "arn:*:ec2:us-west-2::image/*",
        "arn:*:ec2:*::image/ami-0123456789abcdef0",
        "arn:*:ec2:*:*:instance/*",
        "arn:*:ec2:*::snapshot/*",
        "arn:*:s3:::*",
        "arn:*:ec2:*:123456738923:*",
    ];

    private static readonly string[][] NotActions =
    [
        ["ec2:Describe*"],
        ["iam:*", "sts:*"],
        ["ec2:*"],
        ["ec2:RunInstances"],
        ["ec2:*Image*"],
        ["EC2:runinstances"],
    ];

    public static IEnumerable<Change> Of(JsonObject statement)
    {
        var resources = statement["Resource"].Values();
        yield return new Change("statements", "allows", s => s["Effect"] = "Allow");
        foreach (var resource in resources.Where(r => r != "*").SelectMany(OfImages))
            yield return resource;
        foreach (var whole in Wholes.Where(_ => resources is ["*"]))
            yield return Resources("wildcards in ARNs", whole);
        foreach (var excluded in Excluded)
            yield return new Change(
                "NotResource",
                excluded,
                s =>
                {
                    s.Remove("Resource");
                    s["NotResource"] = excluded;
                }
            );
        foreach (var actions in NotActions)
            yield return new Change(
                "NotAction",
                string.Join(' ', actions),
                s =>
                {
                    s.Remove("Action");
                    s["NotAction"] = JsonParts.ToNode(actions);
                }
            );
        foreach (var change in OfActions(statement["Action"].Values()))
            yield return change;
    }

    private static Change Resources(string construct, params string[] resources) =>
        new(construct, string.Join(' ', resources), s => s["Resource"] = JsonParts.ToNode(resources));

    private static IEnumerable<Change> OfImages(string resource)
    {
        var parts = resource.Split(':', 6);
        string With(int part, string value) => string.Join(':', parts.Select((p, i) => i == part ? value : p));
        foreach (var region in Regions)
            yield return Resources("Regions", With(3, region));
        yield return Resources("Regions", With(3, "us-*"), With(3, "eu-*"), With(3, "ap-*"));
        foreach (var id in Ids)
            yield return Resources("wildcards in ARNs", With(5, id));
        foreach (var account in Accounts)
            yield return Resources("wildcards in ARNs", With(4, account));
        foreach (var partitions in Partitions.Where(_ => parts[1] == Partition))
            yield return Resources("partitions", [.. partitions.Select(p => With(1, p))]);
        yield return Resources("wildcards in ARNs", "*");
        yield return Resources("wildcards in ARNs", resource, "arn:*:ec2:*:*:instance/*");
        yield return Resources("wildcards in ARNs", resource, "arn:*:ec2:*:*:volume/*");
    }

    private static IEnumerable<Change> OfActions(string[] actions)
    {
        Change Actions(string construct, string name, IEnumerable<string> changed)
        {
            var list = changed.ToList();
            return new Change(construct, name, s => s["Action"] = JsonParts.ToNode(list));
        }
        foreach (var action in actions)
        {
            var others = actions.Where(a => a != action).ToList();
            if (others.Count > 0)
                yield return Actions("actions", $"without {action}", others);
            yield return Actions("actions", $"{action[..^2]}*", others.Append($"{action[..^2]}*"));
            yield return Actions("actions", $"{action[..^1]}", others.Append(action[..^1]));
            yield return Actions("actions", $"ec2:?{action[5..]}", others.Append($"ec2:?{action[5..]}"));
            yield return Actions("case", action.ToUpperInvariant(), others.Append(action.ToUpperInvariant()));
            yield return Actions("case", action.ToLowerInvariant(), others.Append(action.ToLowerInvariant()));
        }
        yield return Actions("actions", "ec2:*", ["ec2:*"]);
        yield return Actions("actions", "*", ["*"]);
        yield return Actions("actions", "with ec2:Describe*", actions.Append("ec2:Describe*"));
        yield return Actions("actions", "in another order", actions.Reverse());
        yield return Actions("actions", "twice", actions.Append(actions[0]));
    }
}
