using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Tests.Policies.Organizations;

public sealed class OrganizationTests
{
    private static readonly Organization Example = new()
    {
        Id = "o-abc123xyz0",
        ManagementAccount = AccountId.Parse("999999999999"),
        RootId = "r-ab12",
        Units =
        [
            new OrganizationalUnit("ou-ab12-workload", "Workloads", "r-ab12"),
            new OrganizationalUnit("ou-ab12-sandboxx", "Sandbox", "ou-ab12-workload"),
        ],
        Accounts =
        [
            new OrganizationAccount(AccountId.Parse("999999999999"), "management", "r-ab12")
            {
                Email = "root@example.com",
            },
            new OrganizationAccount(AccountId.Parse("100000000001"), "app", "ou-ab12-sandboxx")
            {
                State = AccountState.PendingClosure,
            },
        ],
        Policies =
        [
            OrganizationPolicy.FullAwsAccess,
            new OrganizationPolicy(
                "p-one00000",
                "one",
                OrganizationPolicyType.DeclarativePolicyEc2,
                """{"ec2_attributes":{"exception_message":{"@@assign":"one"}}}"""
            )
            {
                Tags = OrganizationPolicy.NoTags.Add("team", "a \"b\""),
            },
            new OrganizationPolicy(
                "p-two00000",
                "two",
                OrganizationPolicyType.DeclarativePolicyEc2,
                """{"ec2_attributes":{"exception_message":{"@@assign":"two"}}}"""
            ),
        ],
        Attachments =
        [
            new PolicyAttachment("r-ab12", OrganizationPolicy.FullAwsAccessId),
            new PolicyAttachment("ou-ab12-workload", OrganizationPolicy.FullAwsAccessId),
            new PolicyAttachment("ou-ab12-sandboxx", OrganizationPolicy.FullAwsAccessId),
            new PolicyAttachment("ou-ab12-sandboxx", "p-two00000"),
            new PolicyAttachment("ou-ab12-sandboxx", "p-one00000"),
            new PolicyAttachment("999999999999", OrganizationPolicy.FullAwsAccessId),
            new PolicyAttachment("100000000001", OrganizationPolicy.FullAwsAccessId),
        ],
    };

    [Fact]
    public void What_the_service_does_not_know_reads_back()
    {
        var written = OrganizationWriter.Write(
            Example with
            {
                Policies = [OrganizationPolicy.FullAwsAccess],
                UnknownTypes = [OrganizationPolicyType.DeclarativePolicyEc2],
                EnabledTypes = [OrganizationPolicyType.ServiceControlPolicy],
                Attachments = [new PolicyAttachment("r-ab12", OrganizationPolicy.FullAwsAccessId)],
            }
        );
        var read = OrganizationReader.Read(new SourceText("o.json", written), new DiagnosticBag());
        Assert.Equal([OrganizationPolicyType.DeclarativePolicyEc2], read!.UnknownTypes);
        Assert.False(read.Knows(OrganizationPolicyType.DeclarativePolicyEc2));
    }

    [Fact]
    public void What_is_written_reads_back()
    {
        var bag = new DiagnosticBag();
        var written = OrganizationWriter.Write(Example);
        var read = OrganizationReader.Read(
            SourceText.FromString("organization.json", System.Text.Encoding.UTF8.GetString(written)),
            bag
        );
        Assert.Empty(bag.ToSorted());
        Assert.Equal(written, OrganizationWriter.Write(read!));
        Assert.Equal(Example.Attachments.AsEnumerable(), read!.Attachments);
        Assert.Equal(Example.Units.AsEnumerable(), read.Units);
        Assert.Equal(Example.Accounts.AsEnumerable(), read.Accounts);
        Assert.Equal(
            Example.Policies.Select(p => (p.Id, p.Name, p.Type, p.Content, p.Description, p.AwsManaged)),
            read.Policies.Select(p => (p.Id, p.Name, p.Type, p.Content, p.Description, p.AwsManaged))
        );
        Assert.Equal(Example.Policies.Select(p => p.Tags), read.Policies.Select(p => p.Tags));
        Assert.Equal(Example.EnabledTypes.AsEnumerable(), read.EnabledTypes);
        Assert.Equal((Example.Id, Example.RootId), (read.Id, read.RootId));
        Assert.Equal(Example.ManagementAccount, read.ManagementAccount);
    }

    private const string Short =
        """{"id":"o-1","management_account":"999999999999","root":"r-ab12","accounts":[{"id":"999999999999","parent":"r-ab12"}]MORE}""";

    private static Organization ReadShort(string more) =>
        OrganizationReader.Read(
            SourceText.FromString("o.json", Short.Replace("MORE", more, StringComparison.Ordinal)),
            new DiagnosticBag()
        )!;

    /// <summary>Names may be left out; each target has `FullAWSAccess` where service control policies are in use.</summary>
    [Fact]
    public void What_a_file_does_not_say_is_as_AWS_makes_it()
    {
        var read = ReadShort("");
        Assert.Equal(
            [OrganizationPolicyType.ServiceControlPolicy, OrganizationPolicyType.DeclarativePolicyEc2],
            read.EnabledTypes
        );
        Assert.Equal("999999999999", read.Accounts.Single().Name);
        Assert.Equal((AccountState.Active, ""), (read.Accounts.Single().State, read.Accounts.Single().Email));
        Assert.Equal([OrganizationPolicy.FullAwsAccess], read.Policies);
        Assert.Equal(["r-ab12", "999999999999"], read.Attachments.Select(a => a.TargetId));
        Assert.All(read.Attachments, a => Assert.Equal(OrganizationPolicy.FullAwsAccessId, a.PolicyId));
    }

    [Fact]
    public void Types_that_are_not_enabled_bring_nothing()
    {
        var read = ReadShort(""","enabled_policy_types":["DECLARATIVE_POLICY_EC2"]""");
        Assert.Equal([OrganizationPolicyType.DeclarativePolicyEc2], read.EnabledTypes);
        Assert.Empty(read.Policies);
        Assert.Empty(read.Attachments);
        Assert.Empty(ReadShort(""","enabled_policy_types":[]""").EnabledTypes);
    }

    [Fact]
    public void A_path_leads_from_the_root_to_the_account()
    {
        var index = new OrganizationIndex(Example);
        Assert.Equal(
            ["r-ab12", "ou-ab12-workload", "ou-ab12-sandboxx", "100000000001"],
            index.PathTo("100000000001").AsEnumerable()
        );
        Assert.Empty(index.PathTo("100000000009"));
        Assert.Empty(
            new OrganizationIndex(
                Example with
                {
                    Units = [new OrganizationalUnit("ou-a", "a", "ou-b"), new OrganizationalUnit("ou-b", "b", "ou-a")],
                }
            ).PathTo("ou-a")
        );
    }

    /// <summary>IAM user guide, `aws:PrincipalOrgPaths`: from the organization to the unit that holds the account.</summary>
    [Fact]
    public void An_account_carries_the_organization_and_its_path()
    {
        var index = new OrganizationIndex(Example);
        Assert.Equal(
            [
                "aws:PrincipalOrgID=o-abc123xyz0",
                "aws:PrincipalOrgPaths=o-abc123xyz0/r-ab12/ou-ab12-workload/ou-ab12-sandboxx/",
            ],
            index.KeysOf(AccountId.Parse("100000000001")).Select(k => $"{k.Key}={k.Value}")
        );
        Assert.Equal(
            ["aws:PrincipalOrgID=o-abc123xyz0"],
            index.KeysOf(AccountId.Parse("100000000009")).Select(k => $"{k.Key}={k.Value}")
        );
    }

    [Fact]
    public void The_effective_policy_follows_the_order_of_attachment_and_ends_with_the_policy_type()
    {
        Assert.Equal(
            """{"ec2_attributes":{"exception_message":"two"}}""",
            EffectivePolicies.ForAccount(Example, AccountId.Parse("100000000001"))
        );
        Assert.Null(EffectivePolicies.ForAccount(Example, AccountId.Parse("999999999999")));
        Assert.Null(
            EffectivePolicies.ForAccount(
                Example with
                {
                    EnabledTypes = [OrganizationPolicyType.ServiceControlPolicy],
                },
                AccountId.Parse("100000000001")
            )
        );
    }

    [Fact]
    public void An_illegal_effective_policy_is_told_apart()
    {
        var illegal = Example with
        {
            Policies = Example.Policies.Replace(
                Example.Policies[1],
                Example.Policies[1] with
                {
                    Content =
                        """{"ec2_attributes":{"allowed_images_settings":{"image_criteria":{"criteria_1":{"image_names":{"@@assign":["a"]}}}}}}""",
                }
            ),
        };
        var effective = new EffectivePolicies(new OrganizationIndex(illegal)).Of("100000000001");
        Assert.False(effective.IsValid);
        Assert.Null(effective.Policy);
    }

    [Theory]
    [InlineData("""{"id":"o-1","management_account":"999999999999","root":"r-ab12","accounts":[]}""", "AMI0501")]
    [InlineData(
        """{"id":"o-1","management_account":"999999999999","root":"r-ab12","accounts":[{"id":"999999999999","parent":"r-ab12","status":"ACTIVE"}]}""",
        "AMI0101"
    )]
    [InlineData("""{"id":"o-1","root":"r-ab12","accounts":[]}""", "AMI0102")]
    [InlineData(
        """{"id":"o-1","management_account":"999999999999","root":"r-ab12","accounts":[],"policies":[{"id":"p","name":"n","type":"SCP","content":{}}]}""",
        "AMI0106"
    )]
    [InlineData(
        """{"id":"o-1","management_account":"999999999999","root":"r-ab12","accounts":[{"id":"999999999999","parent":"r-ab12"}],"policies":[{"id":"p-1","name":"n","type":"SERVICE_CONTROL_POLICY","content":{},"tags":["team"]}]}""",
        "AMI0103"
    )]
    public void A_file_that_is_no_organization_is_refused(string json, string code)
    {
        var bag = new DiagnosticBag();
        Assert.Null(OrganizationReader.Read(SourceText.FromString("organization.json", json), bag));
        Assert.Contains(code, bag.ToSorted().Select(d => d.Code));
    }
}
