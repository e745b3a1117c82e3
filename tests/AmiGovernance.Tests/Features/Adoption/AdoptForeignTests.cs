using AmiGovernance.Core.Features.Adoption;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Tests.Features.Adoption;

/// <summary>Policies as other systems and people write them.</summary>
public sealed class AdoptForeignTests
{
    /// <summary>As a Terraform module writes it: one statement, an owner list, and the role of the administrators spared.</summary>
    private const string OwnerList = """
        {"Version":"2012-10-17","Statement":[{"Sid":"ApprovedAmis","Effect":"Deny",
        "Action":["ec2:RunInstances"],"Resource":"arn:aws:ec2:*::image/*",
        "Condition":{"StringNotEquals":{"ec2:Owner":["amazon","111122223333"]},
        "ArnNotLike":{"aws:PrincipalARN":"arn:aws:iam::*:role/BreakGlass"}}}]}
        """;

    private const string Declarative = """
        {"ec2_attributes":{"exception_message":{"@@assign":"Ask #cloud"},
        "image_block_public_access":{"state":{"@@assign":"block_new_sharing"}},
        "allowed_images_settings":{"state":{"@@assign":"enabled"},"image_criteria":{
        "criteria_1":{"allowed_image_providers":{"@@assign":["amazon"]},
        "creation_date_condition":{"maximum_days_since_created":{"@@assign":300}}},
        "criteria_2":{"allowed_image_providers":{"@@assign":["111122223333","222233334444"]}}}}}}
        """;

    [Fact]
    public void An_owner_list_becomes_publishers_aliases_and_break_glass()
    {
        var report = Adoptions.Of(Adoptions.Empty.WithScp("approved-amis", OwnerList));
        var config = Adoptions.Config(report);
        Assert.Equal("111122223333", Assert.Single(config.OwnPublishers).AccountId.Value);
        Assert.Equal("golden-images", config.OwnPublishers.Single().Name);
        Assert.Single(config.Aliases);
        Assert.Equal(["arn:aws:iam::*:role/BreakGlass"], config.BreakGlassPrincipals.Select(p => p.Arn));
        // One layer blocks launches: the other is enforced by promotion, and until then the policy that is there stays.
        Assert.Equal(AllowedImagesState.AuditMode, report.Mode);
        Assert.True(report.StartsInAudit);
        Assert.Equal(PolicyFate.Stays, report.Found[0].Fate);
        Assert.Equal("scp-ami-guardrail", config.Policy.ScpName);
        Assert.False(config.Policy.DenyAmiCreationInWorkloads);
        Assert.Equal((LayerVerdict.New, LayerVerdict.BlocksMore), (report.Declarative, report.Scp));
        Assert.Empty(report.NotCarried);
        Assert.Contains(report.Added, a => a.Contains("ec2:CreateFleet", StringComparison.Ordinal));
    }

    [Fact]
    public void Both_layers_give_what_they_have_in_common()
    {
        var report = Adoptions.Of(
            Adoptions.Empty.WithScp("approved-amis", OwnerList).WithDeclarative("allowed-images", Declarative)
        );
        var config = Adoptions.Config(report);
        Assert.Equal(["111122223333"], config.Publishers.Select(p => p.AccountId.Value));
        Assert.Equal(300, config.Aliases.Single().Criteria!.MaximumDaysSinceCreated);
        Assert.Equal("Ask #cloud", config.Policy.ExceptionMessage);
        Assert.True(config.Policy.BlockPublicAmiSharing);
        Assert.Equal("allowed-images", config.Policy.DeclarativePolicyName);
        var left = Assert.Single(report.NotCarried);
        Assert.Contains("222233334444", left.Meaning, StringComparison.Ordinal);
        Assert.Equal(
            "/ec2_attributes/allowed_images_settings/image_criteria/criteria_2/allowed_image_providers",
            left.Path
        );
        Assert.Contains(report.Added, a => a.StartsWith("locks", StringComparison.Ordinal));
    }

    [Fact]
    public void A_policy_with_other_statements_stays_and_ours_gets_another_name()
    {
        var content = OwnerList.Replace(
            "\"Statement\":[",
            "\"Statement\":[{\"Sid\":\"Leave\",\"Effect\":\"Deny\",\"Action\":\"organizations:LeaveOrganization\",\"Resource\":\"*\"},",
            StringComparison.Ordinal
        );
        var report = Adoptions.Of(Adoptions.Empty.WithScp("baseline", content));
        Assert.Equal(PolicyFate.Stays, Assert.Single(report.Found).Fate);
        Assert.Equal("scp-ami-guardrail", Adoptions.Config(report).Policy.ScpName);
        Assert.Equal("/Statement/0", Assert.Single(report.NotCarried).Path);
    }

    [Fact]
    public void A_policy_that_is_stricter_is_not_replaced()
    {
        // The operator `StringNotEquals` holds where the key is missing: on `*` it denies every launch.
        var content = OwnerList.Replace("arn:aws:ec2:*::image/*", "*", StringComparison.Ordinal);
        var report = Adoptions.Of(
            Adoptions.Empty.WithScp("approved-amis", content).WithDeclarative("allowed-images", Declarative)
        );
        Assert.Equal(PolicyFate.Stays, report.Found[1].Fate);
        Assert.Equal("it denies requests that ours allows", report.Found[1].Reason);
        Assert.NotEqual("approved-amis", Adoptions.Config(report).Policy.ScpName);
    }

    [Fact]
    public void Attributes_that_are_not_about_images_keep_the_declarative_policy()
    {
        var content = Declarative.Replace(
            "\"image_block_public_access\"",
            "\"serial_console_access\":{\"status\":{\"@@assign\":\"disabled\"}},\"image_block_public_access\"",
            StringComparison.Ordinal
        );
        var report = Adoptions.Of(Adoptions.Empty.WithDeclarative("ec2-baseline", content));
        Assert.Equal(PolicyFate.Stays, Assert.Single(report.Found).Fate);
        Assert.Contains(report.NotCarried, n => n.Path == "/ec2_attributes/serial_console_access");
        Assert.Equal("ami-governance-declarative-policy", Adoptions.Config(report).Policy.DeclarativePolicyName);
    }

    [Fact]
    public void Control_Towers_own_policies_are_never_replaced()
    {
        var report = Adoptions.Of(Adoptions.Empty.WithScp("aws-guardrails-abcdef", OwnerList));
        Assert.Equal("AWS Control Tower", report.Found[0].Writer);
        Assert.Equal(PolicyFate.Stays, report.Found[0].Fate);
    }

    [Fact]
    public void Two_lists_need_a_choice()
    {
        var organization = Adoptions
            .Empty.WithScp("one", OwnerList)
            .WithScp("two", OwnerList.Replace("\"amazon\",", "", StringComparison.Ordinal), "ou-ab12-workload");
        Assert.Equal(["AMI0561"], Adoptions.Codes(organization));
        var report = Adoptions.Of(organization, "two");
        Assert.Equal(["ou-ab12-workload"], Adoptions.Config(report).Targets);
        Assert.Empty(Adoptions.Config(report).Aliases);
    }

    /// <summary>
    /// As the guardrails of Landing Zone Accelerator are written: several things in one policy, roles spared by `ArnNotLike`.
    /// </summary>
    [Fact]
    public void Creation_and_sharing_are_read_with_their_accounts_and_roles()
    {
        const string Content = """
            {"Version":"2012-10-17","Statement":[
            {"Sid":"Create","Effect":"Deny","Action":["ec2:CreateImage","ec2:CopyImage","ec2:RegisterImage","ec2:ImportImage"],
            "Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalAccount":"111122223333"},
            "ArnNotLike":{"aws:PrincipalArn":["arn:aws:iam::*:role/AWSAccelerator*","arn:aws:iam::*:role/Packer"]}}},
            {"Sid":"Share","Effect":"Deny","Action":"ec2:ModifyImageAttribute","Resource":"*",
            "Condition":{"StringNotEquals":{"aws:PrincipalAccount":"111122223333"},
            "ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/AWSAccelerator*"}}},
            {"Sid":"Bpa","Effect":"Deny","Action":"ec2:DisableImageBlockPublicAccess","Resource":"*",
            "Condition":{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/AWSAccelerator*"}}}]}
            """;
        var report = Adoptions.Of(Adoptions.Empty.WithScp("AWSAccelerator-Guardrails", Content));
        var config = Adoptions.Config(report);
        Assert.Equal(AllowedImagesState.AuditMode, report.Mode);
        Assert.Equal(["arn:aws:iam::*:role/AWSAccelerator*"], config.BreakGlassPrincipals.Select(p => p.Arn));
        Assert.Equal(["arn:aws:iam::*:role/Packer"], config.ImageCreationRoles!.Value.Select(p => p.Arn));
        Assert.Equal(["111122223333"], config.OwnPublishers.Select(p => p.AccountId.Value));
        Assert.True(config.Policy is { DenyAmiCreationInWorkloads: true, BlockPublicAmiSharing: true });
        Assert.Equal("/Statement/2", Assert.Single(report.NotCarried).Path);
        Assert.Equal(PolicyFate.Replaced, report.Found[0].Fate);
    }

    /// <summary>The statements of our own generator carry the ends of exceptions.</summary>
    [Fact]
    public void A_dated_deny_is_an_exception_with_its_end()
    {
        const string Content = """
            {"Version":"2012-10-17","Statement":[
            {"Effect":"Deny","Action":"ec2:RunInstances","Resource":"arn:*:ec2:*::image/*",
            "Condition":{"StringNotEquals":{"ec2:Owner":["111122223333","555566667777"]}}},
            {"Effect":"Deny","Action":"ec2:RunInstances","Resource":"arn:*:ec2:*::image/*",
            "Condition":{"StringEquals":{"ec2:Owner":"555566667777"},
            "DateGreaterThanEquals":{"aws:CurrentTime":"2026-02-01T00:00:00Z"}}},
            {"Effect":"Deny","Action":"ec2:RunInstances","Resource":"arn:*:ec2:*::image/*",
            "Condition":{"StringEquals":{"ec2:Owner":"555566667777"},
            "StringNotEquals":{"aws:PrincipalAccount":["444455556666","555566667777"]}}}]}
            """;
        var providers = Declarative.Replace("222233334444", "555566667777", StringComparison.Ordinal);
        var report = Adoptions.Of(
            Adoptions.Empty.WithScp("amis", Content).WithDeclarative("allowed-images", providers)
        );
        var exception = Assert.Single(Adoptions.Config(report).Exceptions);
        Assert.Equal(new DateOnly(2026, 2, 1), exception.ExpiresOn);
        Assert.Equal(["444455556666"], exception.UsableBy.Select(a => a.Value));
        Assert.All(report.Found, p => Assert.Equal(PolicyFate.Replaced, p.Fate));
    }

    [Fact]
    public void What_the_configuration_cannot_say_is_told_by_its_place()
    {
        var content = OwnerList
            .Replace(
                "\"111122223333\"",
                "\"111122223333\",\"${aws:PrincipalAccount}\",\"self\"",
                StringComparison.Ordinal
            )
            .Replace(
                "\"ArnNotLike\":",
                "\"StringEquals\":{\"aws:RequestedRegion\":\"eu-west-1\"},\"ArnNotLike\":",
                StringComparison.Ordinal
            )
            .Replace("role/BreakGlass\"", "role/BreakGlass[ADMIN]\"", StringComparison.Ordinal);
        var report = Adoptions.Of(Adoptions.Empty.WithScp("approved-amis", content));
        Assert.Equal(
            [
                "allows images of the owner self",
                "allows launches from images of the caller's own account",
                "holds only where StringEquals aws:RequestedRegion eu-west-1",
                "spares principals arn:aws:iam::*:role/BreakGlass[ADMIN]",
            ],
            report.NotCarried.Select(n => n.Meaning).Order(StringComparer.Ordinal)
        );
        Assert.Equal(LayerVerdict.BlocksMore, report.Scp);
    }

    [Fact]
    public void A_criterion_for_any_owner_and_a_second_one_of_an_owner_are_told()
    {
        var content = Declarative.Replace(
            "\"criteria_2\"",
            """
            "criteria_3":{"marketplace_product_codes":{"@@assign":["abc"]}},
            "criteria_4":{"allowed_image_providers":{"@@assign":["amazon"]},"image_names":{"@@assign":["al2023-*"]}},
            "criteria_2"
            """,
            StringComparison.Ordinal
        );
        var report = Adoptions.Of(Adoptions.Empty.WithDeclarative("allowed-images", content));
        Assert.Equal(
            ["criteria_3", "criteria_4"],
            report.NotCarried.Select(n => n.Path.Split('/')[^1]).Order(StringComparer.Ordinal)
        );
        Assert.Equal(LayerVerdict.BlocksMore, report.Declarative);
    }

    [Theory]
    [InlineData("nothing", "AMI0564")]
    [InlineData("FullAWSAccess", "AMI0564")]
    [InlineData("unattached", "AMI0564")]
    public void What_cannot_be_chosen_is_refused(string policy, string code)
    {
        var organization = Adoptions.Empty.WithScp("amis", OwnerList).WithScp("unattached", OwnerList);
        organization = organization with { Attachments = [organization.Attachments[0]] };
        Assert.Equal([code], Adoptions.Codes(organization, policy));
    }

    [Fact]
    public void Nothing_and_nobody_are_told()
    {
        Assert.Equal(["AMI0560"], Adoptions.Codes(Adoptions.Empty));
        var amazon = OwnerList.Replace(",\"111122223333\"", "", StringComparison.Ordinal);
        Assert.Equal(["AMI0562"], Adoptions.Codes(Adoptions.Empty.WithScp("amis", amazon)));
        var broken = OwnerList.Replace("\"Deny\"", "\"Forbid\"", StringComparison.Ordinal);
        Assert.Equal(["AMI0560", "AMI0563"], Adoptions.Codes(Adoptions.Empty.WithScp("amis", broken)).Order());
    }

    private static readonly string Samples = RepositoryRoot.File("..", "shared", "data", "scp-aws-samples");

    /// <summary>Whatever the published examples hold, each is adopted, or there is a reason.</summary>
    [Fact]
    public void Each_published_policy_has_an_answer()
    {
        Assert.SkipUnless(Directory.Exists(Samples), "the published example policies are not beside this checkout");
        foreach (var file in Directory.GetFiles(Samples, "*.json", SearchOption.AllDirectories))
        {
            var content = File.ReadAllText(file).TrimStart('\uFEFF');
            var organization = Adoptions.Empty.WithScp(Path.GetFileNameWithoutExtension(file), content);
            var codes = Adoptions.Codes(organization);
            Assert.All(codes, code => Assert.Contains(code, (string[])["AMI0560", "AMI0562", "AMI0563"]));

            // Beside a list of owners each of them stays, or is replaced by what says the same.
            var report = Adoptions.Of(organization.WithScp("approved-amis", OwnerList));
            Assert.Contains("111122223333", Adoptions.Config(report).Publishers.Select(p => p.AccountId.Value));
        }
    }
}
