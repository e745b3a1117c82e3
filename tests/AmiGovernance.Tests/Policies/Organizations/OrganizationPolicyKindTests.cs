using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Tests.Policies.Organizations;

public sealed class OrganizationPolicyKindTests
{
    private static readonly DateOnly Today = new(2026, 1, 3);

    /// <summary>Organizations user guide, "Quotas and service limits for AWS Organizations".</summary>
    [Theory]
    [InlineData(OrganizationPolicyType.ServiceControlPolicy, 10_240, 10, 1, 10_000)]
    [InlineData(OrganizationPolicyType.ResourceControlPolicy, 5_120, 5, 1, 2_000)]
    [InlineData(OrganizationPolicyType.DeclarativePolicyEc2, 10_000, 10, 0, 1_000)]
    public void The_quotas_are_those_of_the_guide(
        OrganizationPolicyType type,
        int characters,
        int perTarget,
        int least,
        int all
    )
    {
        var kind = type.Kind();
        Assert.Equal(
            (characters, perTarget, least, all),
            (kind.Characters, kind.AttachmentsPerTarget, kind.LeastAttachments, kind.PoliciesInOrganization)
        );
    }

    /// <summary>User guide, "Managing organization policies": only declarative policies restrict the management account and are merged.</summary>
    [Fact]
    public void Only_declarative_policies_are_merged_and_reach_the_management_account() =>
        Assert.All(
            OrganizationPolicyKinds.All,
            kind =>
            {
                var isDeclarative = kind.Type == OrganizationPolicyType.DeclarativePolicyEc2;
                Assert.Equal(isDeclarative, kind.IsMerged);
                Assert.Equal(isDeclarative, kind.ReachesManagementAccount);
                Assert.Equal(kind, kind.Type.Kind());
            }
        );

    [Theory]
    [InlineData("""{"ec2_attributes":{}}""", OrganizationPolicyType.DeclarativePolicyEc2)]
    [InlineData(
        """{"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}}""",
        OrganizationPolicyType.ResourceControlPolicy
    )]
    [InlineData(
        """{"Statement":[{"Effect":"Deny","Principal":"*","Action":["sts:AssumeRole","kms:*"],"Resource":"*"}]}""",
        OrganizationPolicyType.ResourceControlPolicy
    )]
    [InlineData(
        """{"Statement":[{"Effect":"Deny","Principal":"*","Action":"ec2:RunInstances","Resource":"*"}]}""",
        OrganizationPolicyType.ServiceControlPolicy
    )]
    [InlineData(
        """{"Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}""",
        OrganizationPolicyType.ServiceControlPolicy
    )]
    [InlineData("{}", OrganizationPolicyType.ServiceControlPolicy)]
    public void A_document_that_does_not_say_its_type_is_known_by_its_form(string text, OrganizationPolicyType type)
    {
        var tree = JsonParser.Parse(SourceText.FromString("p.json", text), new DiagnosticBag())!;
        Assert.Equal(type, OrganizationPolicyKinds.Guess(tree.Root as JsonObject));
    }

    /// <summary>Organizations user guide, "RCP syntax".</summary>
    [Theory]
    [InlineData("\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"*\"", "only denies")]
    [InlineData("\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"", "names a service")]
    [InlineData("\"Effect\":\"Deny\",\"Principal\":\"*\",\"NotAction\":\"s3:*\",\"Resource\":\"*\"", "`NotAction`")]
    [InlineData(
        "\"Effect\":\"Deny\",\"Principal\":{\"AWS\":\"111122223333\"},\"Action\":\"s3:*\",\"Resource\":\"*\"",
        "`Principal` of a resource control policy is `*`"
    )]
    [InlineData("\"Effect\":\"Deny\",\"NotPrincipal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"*\"", "`NotPrincipal`")]
    [InlineData("\"Effect\":\"Deny\",\"Action\":\"s3:*\",\"Resource\":\"*\"", "needs `Principal`")]
    public void What_a_resource_control_policy_must_not_say_is_an_error(string statement, string said)
    {
        var reading = ResourceControl($"{{\"Version\":\"2012-10-17\",\"Statement\":[{{{statement}}}]}}");
        Assert.Contains(said, Assert.Single(reading.Findings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":[\"s3:*\",\"sts:AssumeRole\"],\"NotResource\":\"arn:aws:s3:::x\""
    )]
    // RCPFullAWSAccess, which AWS attaches.
    [InlineData("\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"")]
    public void What_it_may_say_is_none(string statement) =>
        Assert.Empty(ResourceControl($"{{\"Version\":\"2012-10-17\",\"Statement\":[{{{statement}}}]}}").Findings);

    private static Reading<PolicyDocument> ResourceControl(string text) =>
        PolicyParser.Read(SourceText.FromString("rcp.json", text), PolicyType.ResourceControlPolicy);

    [Theory]
    [InlineData(5_120, false)]
    [InlineData(5_121, true)]
    public void A_resource_control_policy_has_half_the_room_of_a_service_control_policy(int size, bool isOver)
    {
        const string Start =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::";
        const string End = "\"}]}";
        var text = Start + new string('a', size - Start.Length - End.Length) + End;
        var bag = new DiagnosticBag();
        LintPolicies.Lint(SourceText.FromString("rcp.json", text), Today, bag);
        Assert.Equal(isOver, bag.HasErrors);
        if (isOver)
            Assert.Contains(
                "AWS allows 5120",
                bag.ToSorted().Single(d => d.Severity == Severity.Error).Message,
                StringComparison.Ordinal
            );
    }
}
