using System.Collections.Immutable;
using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Rules;

namespace AmiGovernance.Tests.Governance.Rules;

/// <summary>What the documentation says of a configuration is found in one.</summary>
public sealed class ConfigRulesTests
{
    [Theory]
    [InlineData("099720109477", null, "carry")]
    [InlineData("309956199498", null, "carry")]
    [InlineData("013907871322", null, "carry")]
    [InlineData("679593333241", "amazon", "carry")]
    [InlineData("513442679011", null, "may carry")]
    [InlineData("016951021795", "aws_marketplace", "may carry")]
    public void A_publisher_behind_an_alias_is_found_and_no_surer_than_the_source(
        string account,
        string? alias,
        string says
    )
    {
        var aliases = alias is null ? "" : $",\"publisher_aliases\":[\"{alias}\"]";
        var found = Assert.Single(
            Check($"\"vendor_publisher_accounts\":[{{\"account_id\":\"{account}\"}}]{aliases}"),
            d => d.Code == "AMI0222"
        );
        Assert.Contains($") {says} the owner alias", found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("099720109477", "amazon")]
    [InlineData("679593333241", "aws_marketplace")]
    [InlineData("792107900819", "amazon")]
    [InlineData("219670896067", "aws_marketplace")]
    [InlineData("111122223333", "aws_marketplace")]
    public void A_publisher_whose_alias_is_listed_or_that_has_none_is_not(string account, string alias) =>
        Assert.DoesNotContain(
            "AMI0222",
            Codes(
                $"\"vendor_publisher_accounts\":[{{\"account_id\":\"{account}\"}}],\"publisher_aliases\":[\"{alias}\"]"
            )
        );

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/AWSReservedSSO_Admin_0123456789abcdef", true)]
    [InlineData("arn:*:iam::*:role/AWSReservedSSO_ImageAdmin_*", true)]
    [InlineData("arn:aws-us-gov:iam::111122223333:role/AWSReservedSSO_Admin_*", true)]
    [InlineData("arn:aws:iam::*:role/AWSBackupDefaultServiceRole", true)]
    [InlineData("arn:aws:iam::111122223333:role/AWSServiceRoleForImageBuilder", true)]
    [InlineData("arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_*", false)]
    [InlineData("arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_A_*", false)]
    [InlineData("arn:aws:iam::*:role/service-role/AWSBackupDefaultServiceRole", false)]
    public void An_exempt_role_needs_its_path(string arn, bool isFound)
    {
        Assert.Equal(isFound, Codes($"\"break_glass_principals\":[{{\"arn\":\"{arn}\"}}]").Contains("AMI0223"));
        Assert.Equal(isFound, Codes($"\"image_creation_roles\":[{{\"arn\":\"{arn}\"}}]").Contains("AMI0223"));
    }

    [Theory]
    [InlineData("aws_backup_vault", true)]
    [InlineData("amazon", false)]
    [InlineData("aws_marketplace", false)]
    public void An_alias_of_which_nothing_is_known_in_ec2_Owner(string alias, bool isFound) =>
        Assert.Equal(isFound, Codes($"\"publisher_aliases\":[\"{alias}\"]").Contains("AMI0224"));

    [Theory]
    [InlineData("Ask jane.doe@company.com", true)]
    [InlineData("mailto:security-team@company.co.uk", true)]
    [InlineData("jane+ami@sub.example.org knows", true)]
    [InlineData("{url} or a@b.example", true)]
    [InlineData("Contact J_D@example-corp.com.", true)]
    [InlineData("Ask @jane in chat", false)]
    [InlineData("See {url}", false)]
    [InlineData("at most 10@once", false)]
    public void A_mail_address_in_the_message(string message, bool isFound) =>
        Assert.Equal(isFound, Codes($"\"policy_config\":{{\"exception_message\":\"{message}\"}}").Contains("AMI0226"));

    /// <summary>Image Builder works with a service-linked role, which no SCP reaches.</summary>
    [Fact]
    public void Only_services_with_ordinary_roles_need_an_exemption()
    {
        var found = Assert.Single(Check("\"managed_services\":[]"), d => d.Code == "AMI0216");
        Assert.Contains("AWS Backup and Data Lifecycle Manager", found.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Image Builder", found.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AMI0216", Codes("\"image_creation_roles\":[]"));
    }

    /// <summary>Data Lifecycle Manager launches nothing; AWS Backup and Application Migration Service do.</summary>
    [Theory]
    [InlineData("arn:*:iam::*:role/service-role/AWSBackupDefaultServiceRole", "", true)]
    [InlineData("arn:*:iam::*:role/Vaults", ",\"service\":\"aws_backup\"", true)]
    [InlineData("arn:*:iam::*:role/AWSApplicationMigrationOperator", "", true)]
    [InlineData("arn:*:iam::*:role/AWSDataLifecycleManagerDefaultRoleForAMIManagement", ",\"service\":\"dlm\"", false)]
    [InlineData("arn:*:iam::*:role/Pipeline", "", false)]
    public void A_role_that_makes_backups_and_restores_none(string arn, string service, bool isFound)
    {
        var roles = $"\"image_creation_roles\":[{{\"arn\":\"{arn}\"{service}}}]";
        Assert.Equal(isFound, Codes(roles).Contains("AMI0227"));
        Assert.DoesNotContain("AMI0227", Codes($"{roles},\"restore_roles\":[]"));
        Assert.DoesNotContain("AMI0227", Codes($"{roles},\"restore_roles\":[{{\"arn\":\"{arn}\"}}]"));
    }

    [Fact]
    public void Restore_roles_are_looked_at_like_other_exempt_roles()
    {
        Assert.Contains("AMI0217", Codes("\"restore_roles\":[{\"arn\":\"arn:*:iam::*:role/Anybody\"}]"));
        Assert.Contains("AMI0223", Codes("\"restore_roles\":[{\"arn\":\"arn:*:iam::*:role/AWSReservedSSO_Admin_*\"}]"));
    }

    /// <summary>Only IAM Identity Center makes roles below `aws-reserved`, whatever the names of its permission sets.</summary>
    [Theory]
    [InlineData("arn:aws:iam::100000000002:role/Break*", true)]
    [InlineData("arn:aws:iam::100000000002:role/*/BreakGlass", true)]
    [InlineData("arn:aws:iam::100000000002:role/BreakGlass", false)]
    [InlineData("arn:aws:iam::100000000002:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Rescue_*", false)]
    public void A_pattern_of_names_is_open_to_whoever_creates_roles(string arn, bool isOpen) =>
        Assert.Equal(isOpen, Codes($"\"break_glass_principals\":[{{\"arn\":\"{arn}\"}}]").Contains("AMI0217"));

    private static IReadOnlyList<string> Codes(string members) => [.. Check(members).Select(d => d.Code)];

    private static ImmutableArray<Diagnostic> Check(string members)
    {
        var bag = new DiagnosticBag();
        var text = $"{{\"ops_publisher_account\":{{\"account_id\":\"123456738923\"}},{members}}}";
        var config = ConfigReader.Read(new SourceText("ami_publishers.json", Encoding.UTF8.GetBytes(text)), bag);
        Assert.False(bag.HasErrors);
        foreach (var rule in GovernanceRules.All)
            rule.Check(new RuleInput(config!, new DateOnly(2026, 11, 1)), bag);
        return bag.ToSorted();
    }
}
