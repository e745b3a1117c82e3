using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Tests.Features.Decisions;

/// <summary>What is not known of the policies or the call is not taken for allowed.</summary>
public sealed class NotKnownTests
{
    private const string Account = "100000000001";

    private const string Full =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    private static string Scp(string statements) => $$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""";

    private static byte[] Organization(string scp, string? declarative = null)
    {
        const string Root = "r-ab12";
        var management = AccountId.Parse("999999999999");
        ImmutableArray<OrganizationPolicy> policies =
        [
            new("p-scp00000", "p-scp00000", OrganizationPolicyType.ServiceControlPolicy, scp),
            new("p-images00", "p-images00", OrganizationPolicyType.DeclarativePolicyEc2, declarative ?? "{}"),
        ];
        return OrganizationWriter.Write(
            new Organization
            {
                Id = "o-abc123xyz0",
                ManagementAccount = management,
                RootId = Root,
                Accounts =
                [
                    .. new[] { management, AccountId.Parse(Account) }.Select(a => new OrganizationAccount(
                        a,
                        "a",
                        Root
                    )),
                ],
                Policies = policies,
                Attachments =
                [
                    .. policies.Take(declarative is null ? 1 : 2).Select(p => new PolicyAttachment(Root, p.Id)),
                ],
            }
        );
    }

    private static (int ExitCode, string Output, string Error) Run(byte[] organization, params string[] words)
    {
        using var amigov = new Amigov();
        amigov.Files.Files["organization.json"] = organization;
        return amigov.Run([.. words, "--org", "organization.json", "--account", Account]);
    }

    private static string[] Launch(string owner = "888888888888") => ["explain", "--image-owner", owner];

    [Fact]
    public void A_policy_that_cannot_be_read_decides_nothing_and_is_named()
    {
        var (code, output, error) = Run(Organization(Full[..^1]), Launch());
        Assert.True(code == 4, output + error);
        Assert.Contains("what p-scp00000 (p-scp00000) says (it cannot be read)", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operator_that_is_not_known_may_deny()
    {
        var unknown = """
            {"Effect":"Deny","Action":"ec2:RunInstances","Resource":"*","Condition":{"StringSoundsLike":{"ec2:Owner":"x"}}}
            """;
        var allow = """{"Effect":"Allow","Action":"*","Resource":"*"}""";
        var (code, output, error) = Run(Organization(Scp($"{allow},{unknown}")), Launch());
        Assert.True(code == 4, output + error);
        Assert.Contains("what the operator StringSoundsLike means", output, StringComparison.Ordinal);
    }

    /// <summary>
    /// Organizations user guide, "Declarative policies": an account whose merged policy is not legal keeps its last valid one.
    /// </summary>
    [Fact]
    public void An_effective_policy_that_is_not_legal_leaves_the_last_valid_one()
    {
        const string NoState = """
            {"ec2_attributes":{"allowed_images_settings":{"image_criteria":{"criteria_1":{"allowed_image_providers":{"@@assign":["amazon"]}}}}}}
            """;
        var (code, output, error) = Run(Organization(Full, NoState), Launch());
        Assert.True(code == 4, output + error);
        Assert.Contains("the account's last valid EC2 policy", output, StringComparison.Ordinal);
    }

    private const string OnlyAmazon = """
        {"ec2_attributes":{"allowed_images_settings":{"state":{"@@assign":"enabled"},
         "image_criteria":{"criteria_1":{"allowed_image_providers":{"@@assign":["amazon"]}}}}}}
        """;

    /// <summary>The order of members means nothing in JSON: a folder and an organization give the same answer.</summary>
    [Theory]
    [InlineData("""{"@@append":["888888888888"],"@@assign":["amazon"]}""")]
    [InlineData("""{"@@assign":["amazon"],"@@append":["888888888888"]}""")]
    public void What_is_appended_is_appended_to_what_is_assigned(string providers)
    {
        var policy = OnlyAmazon.Replace("""{"@@assign":["amazon"]}""", providers, StringComparison.Ordinal);
        var (code, output, error) = Run(Organization(Full, policy), Launch());
        Assert.True(code == 0, output + error);
    }

    /// <summary>IAM user guide, "AWS global condition context keys": the key is false for the principals of accounts.</summary>
    [Theory]
    [InlineData("arn:aws:sts::100000000001:federated-user/f")]
    [InlineData("arn:aws:iam::100000000001:role/R")]
    public void Who_is_of_an_account_is_no_service(string principal)
    {
        var deny = """
            {"Effect":"Deny","Action":"ec2:RunInstances","Resource":"*","Condition":{"Bool":{"aws:PrincipalIsAWSService":"true"} } }
            """;
        var allow = """{"Effect":"Allow","Action":"*","Resource":"*"}""";
        var (code, output, error) = Run(Organization(Scp($"{allow},{deny}")), [.. Launch(), "--principal", principal]);
        Assert.True(code == 0, output + error);
    }

    /// <summary>EC2 user guide, "Allowed AMIs": an image that is not allowed cannot be copied.</summary>
    [Fact]
    public void A_copy_of_an_image_whose_owner_is_not_told_depends_on_it()
    {
        var (code, output, error) = Run(
            Organization(Full, OnlyAmazon),
            "explain",
            "--action",
            "ec2:CopyImage",
            "--image",
            "ami-0123456789abcdef1"
        );
        Assert.True(code == 4, output + error);
        Assert.Contains("the owner of ami-0123456789abcdef1", output, StringComparison.Ordinal);
    }

    /// <summary>Organizations user guide, "SCP evaluation": what no policy allows at a level is denied.</summary>
    [Fact]
    public void A_table_denies_what_is_allowed_on_some_resources_alone()
    {
        var some = Scp(
            """{"Effect":"Allow","Action":"ec2:RunInstances","Resource":["arn:aws:ec2:*::image/*","arn:aws:ec2:*:*:instance/*"]}"""
        );
        using var amigov = new Amigov()
            .With("owners.json", """{"ami-0123456789abcdef1":"888888888888"}""")
            .With("main.tf", "resource \"aws_instance\" \"a\" {\n  ami = \"ami-0123456789abcdef1\"\n}\n");
        amigov.Files.Files["organization.json"] = Organization(some);
        string[] where = ["--org", "organization.json", "--account", Account];
        string[] launch = ["explain", "--image", "ami-0123456789abcdef1", "--owners", "owners.json"];
        Assert.Equal(3, amigov.Run([.. launch, .. where]).ExitCode);
        var (code, output, error) = amigov.Run(["preflight", "main.tf", .. where]);
        Assert.True(code == 3, output + error);
    }

    /// <summary>A session does not tell its role's path, so that what depends on the path stays open.</summary>
    [Theory]
    [InlineData("ArnNotLike", "arn:aws:iam::*:role/${aws:PrincipalTag/team}")]
    [InlineData("StringEqualsIgnoreCase", "arn:aws:iam::100000000001:role/Team/DEV")]
    public void A_session_leaves_open_what_its_role_leaves_open(string op, string value)
    {
        var deny = $$"""
            {"Effect":"Deny","Action":"ec2:RunInstances","Resource":"*","Condition":{"{{op}}":{"aws:PrincipalArn":"{{value}}"} } }
            """;
        var allow = """{"Effect":"Allow","Action":"*","Resource":"*"}""";
        var (code, output, error) = Run(
            Organization(Scp($"{allow},{deny}")),
            [.. Launch(), "--principal", $"arn:aws:sts::{Account}:assumed-role/Dev/s"]
        );
        Assert.True(code == 4, output + error);
    }

    [Theory]
    [InlineData("01/02/2027")]
    [InlineData("12:00")]
    public void A_time_that_could_be_another_is_refused(string time)
    {
        var (code, _, error) = Run(Organization(Full), [.. Launch(), "--at", time]);
        Assert.Equal(2, code);
        Assert.Contains("write it as 2026-04-15T00:00:00Z", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_is_there_twice_is_refused()
    {
        using var amigov = new Amigov()
            .With("dist/scp-ami-guardrail.json", Full)
            .With("dist/organizations/declarative-policy-ec2.json", """{"ec2_attributes":{}}""")
            .With("calls.csv", $"action,account,account\nec2:RunInstances,{Account},{Account}\n");
        var (code, _, error) = amigov.Run("simulate", "calls.csv", "--policies", "dist");
        Assert.NotEqual(0, code);
        Assert.Contains("the column `account` is there twice", error, StringComparison.Ordinal);
    }
}
