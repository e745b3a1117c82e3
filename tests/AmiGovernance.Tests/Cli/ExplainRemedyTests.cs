using System.Text;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Cli;

/// <summary>
/// What helps against a blocked call. IAM user guide, "Policy evaluation logic": an explicit deny wins, and without an allow at each level
/// of the organization there is an implicit deny, whatever the image is.
/// </summary>
public sealed class ExplainRemedyTests
{
    private const string Stranger = "999988887777";
    private const string Call =
        "User: arn:aws:sts::100000000001:assumed-role/ci/gha is not authorized to perform: ec2:RunInstances"
        + " on resource: arn:aws:ec2:us-east-1::image/ami-0abcdef1234567890";

    private static readonly string Cases = RepositoryRoot.File("tests", "data", "cases");

    [Theory]
    [InlineData("error-names-another-cause/no-scp-allow", Stranger, "service control policies")]
    [InlineData("error-names-another-cause/no-scp-allow", "amazon", "service control policies")]
    [InlineData("error-names-another-cause/no-scp-allow", null, "service control policies")]
    [InlineData("error-names-another-cause/identity", Stranger, "identity-based policies")]
    public void Where_no_policy_allows_one_must_and_no_image_helps(string text, string? owner, string kind)
    {
        var lines = Opening(text, owner);
        Assert.Equal($"instead:    ask whoever manages {kind} to allow the call", lines[2]);
    }

    [Theory]
    [InlineData("error-without-user-arn/no-resource", "amazon")]
    [InlineData("error-names-another-cause/other-policy-id", "amazon")]
    [InlineData("error-names-another-cause/karpenter-instance", Stranger)]
    [InlineData("error-names-another-cause/permissions-boundary", "amazon")]
    public void A_policy_that_denies_an_approved_image_must_change(string text, string owner) =>
        Assert.Equal("instead:    ask whoever manages that policy to let the call through", Opening(text, owner)[2]);

    [Theory]
    [InlineData("error-without-user-arn/no-resource", Stranger)]
    [InlineData("error-without-user-arn/no-resource", null)]
    [InlineData("error-names-another-cause/other-policy-id", null)]
    public void Another_image_may_help_where_these_policies_may_deny_this_one(string text, string? owner) =>
        Assert.StartsWith(
            "instead:    look for one: `amigov images find",
            Opening(text, owner)[2],
            StringComparison.Ordinal
        );

    [Fact]
    public void A_message_that_only_AWS_can_read_is_decoded_first() =>
        Assert.Equal(
            "instead:    decode the message: it names what denies",
            Opening("error-without-user-arn/encoded-only", null)[2]
        );

    private static string[] Opening(string text, string? owner)
    {
        using var amigov = new Amigov { Now = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero) }.With(
            Samples.ConfigPath,
            Samples.Governance
        );
        amigov.Run("generate", "--mode", "enabled");
        var error = File.ReadAllText(Path.Combine(Cases, $"{text}.txt"));
        string[] known = owner is null ? [] : ["--image-owner", owner];
        return amigov.Run(["explain", error, .. known]).Out.Split('\n');
    }

    /// <summary>AWS names one policy by its ARN; which ones amigov deployed, its record knows.</summary>
    [Fact]
    public void A_policy_that_amigov_did_not_deploy_is_not_blamed_on_amigov()
    {
        var bench = Deployed(out var ours);
        using var amigov = bench.Amigov;
        var others = Explain(amigov, "p-zzzz9999");
        Assert.Equal("blocked by: service control policy p-zzzz9999, which amigov did not deploy", others[0]);
        Assert.Equal("why:        AWS names it for ec2:RunInstances on image/ami-0abcdef1234567890", others[1]);
        Assert.Equal("instead:    ask whoever manages that policy to let the call through", others[2]);
        Assert.Contains(others, l => l.Contains("p-zzzz9999 is another than the one below", StringComparison.Ordinal));
        Assert.Contains(
            others,
            l =>
                l.Contains("none of the policies that amigov deployed", StringComparison.Ordinal)
                && l.EndsWith("`aws organizations describe-policy --policy-id p-zzzz9999`", StringComparison.Ordinal)
        );

        Assert.Equal(
            "blocked by: service control policy, statement `DenyEC2LaunchWithNonApprovedAMIs`",
            Explain(amigov, ours)[0]
        );
    }

    [Fact]
    public void Without_a_record_it_is_said_that_the_policy_may_be_another()
    {
        using var amigov = new Amigov().With(Samples.ConfigPath, Samples.Clean);
        amigov.Run("generate", "--mode", "enabled");
        var lines = Explain(amigov, "p-zzzz9999");
        Assert.Equal("blocked by: policy p-zzzz9999, probably `DenyEC2LaunchWithNonApprovedAMIs`", lines[0]);
        Assert.Contains(lines, l => l.Contains("a folder does not tell", StringComparison.Ordinal));
    }

    /// <summary>An organization has the policies themselves, with their tags.</summary>
    [Fact]
    public void In_an_organization_the_policy_that_AWS_names_is_told_from_the_one_that_denies_here()
    {
        var bench = Deployed(out var ours);
        var strangers = new OrganizationPolicy(
            "p-zzzz9999",
            "somebody-elses",
            OrganizationPolicyType.ServiceControlPolicy,
            """{"Version":"2012-10-17","Statement":[{"Sid":"X","Effect":"Deny","Action":"ec2:RunInstances","Resource":"*"}]}"""
        );
        var world = bench.World.Organization;
        using var amigov = bench.Amigov;
        amigov.With("organization.json", Text(world with { Policies = world.Policies.Add(strangers) }));
        amigov
            .Files.Files.Keys.Where(f => f.StartsWith("deployments/", StringComparison.Ordinal))
            .ToList()
            .ForEach(f => amigov.Files.Files.Remove(f));
        var others = Explain(amigov, "p-zzzz9999", "--org", "organization.json");
        Assert.Equal("blocked by: service control policy p-zzzz9999, which amigov did not deploy", others[0]);
        var own = Explain(amigov, ours, "--org", "organization.json");
        Assert.Equal($"blocked by: a service control policy {ours}, which amigov deployed, not as it is here", own[0]);
    }

    private static string Text(Organization organization) =>
        Encoding.UTF8.GetString(OrganizationWriter.Write(organization));

    /// <summary>Deployed in audit mode, which denies no launch; the folder is the one for enforcement.</summary>
    private static RolloutBench Deployed(out string scp)
    {
        var bench = new RolloutBench().Configure(Samples.Clean, "audit_mode");
        bench.PlanAndApply();
        bench.Configure(Samples.Clean, "enabled");
        scp = bench
            .World.Organization.Policies.Single(p =>
                p is { Type: OrganizationPolicyType.ServiceControlPolicy, AwsManaged: false }
            )
            .Id;
        return bench;
    }

    private static string[] Explain(Amigov amigov, string policy, params string[] where)
    {
        var arn = $"arn:aws:organizations::999999999999:policy/o-abc123xyz0/service_control_policy/{policy}";
        var error = $"{Call} with an explicit deny in a service control policy: {arn}";
        return amigov.Run(["explain", error, "--image-owner", Stranger, .. where]).Out.Split('\n');
    }
}
