using AmiGovernance.AcceptanceTests.Judges.Smt;

namespace AmiGovernance.AcceptanceTests.Judges.Mutants;

/// <summary>Statements in policies of others that stand on the way to an account.</summary>
internal static class OthersStatements
{
    public static IEnumerable<string> All(PolicyBundle bundle)
    {
        var config = SmtConfig.Read(bundle.Config, bundle.Today);
        var conditions = new List<string>
        {
            "",
            """, "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["us-east-1"]}}""",
            """, "Condition": {"StringEquals": {"aws:RequestedRegion": ["us-east-1", "eu-central-1"]}}""",
            """, "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:*:iam::*:role/Deployment"}}""",
            """, "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:role/Deployment"}}""",
            """, "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}}""",
            """, "Condition": {"DateLessThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}""",
            """, "Condition": {"Null": {"aws:PrincipalArn": "true"}}""",
        };
        foreach (var account in config.Publishers.Concat(config.Exceptions.Select(e => e.Account)).Distinct())
        {
            conditions.Add($$$""", "Condition": {"StringEquals": {"aws:PrincipalAccount": "{{{account}}}"}}""");
            conditions.Add($$$""", "Condition": {"StringNotEquals": {"aws:PrincipalAccount": "{{{account}}}"}}""");
        }
        string[] targets =
        [
            """ "Action": "ec2:RunInstances", "Resource": "*" """,
            """ "Action": "ec2:RunInstances", "Resource": "arn:*:ec2:*:*:instance/*" """,
            """ "Action": "ec2:RunInstances", "Resource": "arn:*:ec2:*:*:subnet/*" """,
            """ "Action": "ec2:RunInstances", "Resource": "arn:*:ec2:*::image/*" """,
            """ "Action": "ec2:ModifyImageAttribute", "Resource": "*" """,
            """ "Action": ["ec2:CreateImage", "ec2:CopyImage"], "Resource": "*" """,
            """ "Action": "ec2:Describe*", "Resource": "*" """,
            """ "NotAction": ["iam:*", "ec2:*"], "Resource": "*" """,
        ];
        foreach (var target in targets)
        foreach (var condition in conditions)
            yield return $$"""{"Effect": "Deny", {{target}} {{condition}}}""";
        string[] callers =
        [
            "",
            """, "ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:role/service-role/*"}""",
            """, "ArnNotLike": {"aws:PrincipalArn": "arn:*:iam::*:role/service-role/*"}""",
        ];
        foreach (
            var owner in config
                .Publishers.Take(3)
                .Concat(config.Aliases)
                .Concat(["012345678901", "${aws:PrincipalAccount}"])
        )
        foreach (var action in new[] { "ec2:RunInstances", "ec2:CreateImage", "ec2:ModifyImageAttribute" })
        foreach (var caller in callers)
        {
            yield return OnImages(action, "StringEquals", owner, caller);
            yield return OnImages(action, "StringNotEquals", owner, caller);
        }
    }

    /// <summary>The owner tells accounts apart that nothing else does: what they make, restore and share is their own.</summary>
    private static string OnImages(string action, string name, string owner, string caller) =>
        $$"""
            {"Effect": "Deny", "Action": "{{action}}", "Resource": "arn:*:ec2:*::image/*",
            "Condition": {"{{name}}": {"ec2:Owner": "{{owner}}"}{{caller}} } }
            """;
}
