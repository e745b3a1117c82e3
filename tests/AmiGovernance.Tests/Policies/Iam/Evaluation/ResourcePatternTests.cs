using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Tests.Policies.Iam.Evaluation;

/// <summary>
/// Resources with wildcards (IAM user guide, "IAM JSON policy elements: Resource": "If the * wildcard is the last character of a
/// resource ARN segment, it can expand to match beyond the colon boundaries"; IAM identifiers: an incomplete ARN is completed with
/// wildcards).
/// </summary>
public sealed class ResourcePatternTests
{
    private const string Image = "arn:aws:ec2:us-east-1::image/ami-0123456789abcdef0";
    private const string Instance = "arn:aws:ec2:us-east-1:111122223333:instance/*";

    [Theory]
    [InlineData("*", Image, Truth.Yes)]
    [InlineData("arn:*:ec2:*::image/*", Image, Truth.Yes)]
    [InlineData("arn:*:ec2:*::image/*", Instance, Truth.No)]
    [InlineData("arn:aws:ec2", Image, Truth.Yes)]
    [InlineData("arn:aws:ec2:*", Image, Truth.Yes)]
    [InlineData("arn:*", Image, Truth.Yes)]
    [InlineData("arn:aws:s3", Image, Truth.No)]
    [InlineData("arn:aws:ec2:*:image/*", Image, Truth.Open)]
    [InlineData("arn:aws:ec2:*:image/*", Instance, Truth.No)]
    [InlineData("arn:*:image/*", Image, Truth.Open)]
    [InlineData("*:image/*", Image, Truth.Open)]
    [InlineData("*:image/ami-1*", Image, Truth.No)]
    [InlineData("arn:aws:ec2:us-*::image/*", Image, Truth.Yes)]
    [InlineData("arn:aws:logs:*:log-group:*", "arn:aws:logs:us-east-1:111122223333:log-group:x", Truth.Open)]
    public void A_resource_matches_or_it_is_open_how_AWS_reads_it(string pattern, string arn, Truth expected)
    {
        Assert.Equal(expected, ArnPattern.Judge(pattern, arn));
    }

    [Theory]
    [InlineData("arn:aws:ec2", "arn:*:ec2:*::image/*", true)]
    [InlineData("arn:aws:ec2:*:image/*", "arn:*:ec2:*::image/*", true)]
    [InlineData("*:image/*", "arn:*:ec2:*::image/*", true)]
    [InlineData("arn:aws:s3", "arn:*:ec2:*::image/*", false)]
    [InlineData("arn:*:ec2:*::image/*", "arn:*:ec2:*:*:subnet/*", false)]
    public void Patterns_meet_where_some_reading_does(string one, string other, bool expected)
    {
        Assert.Equal(expected, ResourcePattern.Intersect(one, other));
        Assert.Equal(expected, ResourcePattern.Intersect(other, one));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_decision_names_the_resource_that_it_depends_on(bool excluded)
    {
        var statement = new Statement(Effect.Deny)
        {
            Actions = ["ec2:RunInstances"],
            Resources = ["arn:aws:ec2:*:image/*"],
            ResourcesExcluded = excluded,
        };
        var engine = new Authorization
        {
            ServiceControlPolicies = PolicyLevels.Of([
                new CompiledPolicy(
                    new PolicyDocument([statement, new Statement(Effect.Allow) { Actions = ["*"], Resources = ["*"] }]),
                    "p"
                ),
            ]),
        };
        var request = new RequestContext { Action = "ec2:RunInstances", Resource = Image };
        var judged = engine.Judge(request, new Caller(), OpenFacts.None);
        Assert.Equal(Outcome.Allowed, judged.Decision.Outcome);
        var open = Assert.Single(judged.Open);
        Assert.Equal("arn:aws:ec2:*:image/*", open.UnclearResource);
        Assert.Equal(
            ["whether `arn:aws:ec2:*:image/*` matches, which AWS does not document"],
            open.DependsOn("the image's id")
        );
        var instance = engine.Judge(
            new RequestContext { Action = "ec2:RunInstances", Resource = Instance },
            new Caller(),
            OpenFacts.None
        );
        Assert.Equal(excluded ? Outcome.ExplicitDeny : Outcome.Allowed, instance.Decision.Outcome);
        Assert.Empty(instance.Open);
    }

    [Theory]
    [InlineData("*", 0)]
    [InlineData("arn:aws:ec2:*:*:instance/*", 0)]
    [InlineData("${ACCELERATOR_PREFIX}", 0)]
    [InlineData("{{resource}}", 0)]
    [InlineData("*:image/*", 1)]
    [InlineData("ec2:*", 1)]
    [InlineData("ar*:aws:ec2:*::image/*", 1)]
    public void A_resource_begins_with_arn(string resource, int findings)
    {
        var json = $$"""
            { "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "ec2:RunInstances", "Resource": "{{resource}}" } }
            """;
        var read = PolicyParser.Read(SourceText.FromString("p.json", json), PolicyType.ServiceControlPolicy);
        Assert.Equal(findings, read.Findings.Length);
    }
}
