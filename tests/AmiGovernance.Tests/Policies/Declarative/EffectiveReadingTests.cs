using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Tests.Policies.Declarative;

/// <summary>What AWS merged is AWS's own work: only what concerns images can be unreadable.</summary>
public sealed class EffectiveReadingTests
{
    private const string Images =
        """ "allowed_images_settings":{"state":"enabled","image_criteria":{"criteria_1":{"allowed_image_providers":["amazon"]}}} """;

    [Theory]
    [InlineData("""{"ec2_attributes":{"attribute_of_2027":{"state":"on"},IMAGES}}""", "attribute_of_2027")]
    [InlineData("""{"ec2_attributes":{"a_number":7,IMAGES}}""", "a_number")]
    [InlineData("""{"ec2_attributes":{"a_list":["x"],IMAGES}}""", "a_list")]
    [InlineData("""{"ec2_attributes":{"instance_metadata_defaults":{"http_tokens_enforced":"enabled"},IMAGES}}""", "")]
    [InlineData("""{"ec2_attributes":{IMAGES},"other_service":{}}""", "")]
    public void An_attribute_that_is_not_known_is_passed_over_by_name(string content, string passedOver)
    {
        var reading = DeclarativePolicyParser.ReadEffective(
            content.Replace("IMAGES", Images, StringComparison.Ordinal)
        );
        Assert.Empty(reading.Findings);
        Assert.Equal(AllowedImagesState.Enabled, reading.IfSound?.State);
        Assert.Equal(passedOver, string.Join(',', reading.IfSound?.PassedOver ?? []));
    }

    [Theory]
    [InlineData("""{"ec2_attributes":{"allowed_images_settings":{"state":"on_fire"}}}""")]
    [InlineData("""{"ec2_attributes":{"allowed_images_settings":{"image_criteria":{}}}}""")]
    [InlineData("""{"ec2_attributes":{"allowed_images_settings":{"state":"enabled","new_part":{}}}}""")]
    [InlineData(
        """{"ec2_attributes":{"allowed_images_settings":{"state":"enabled","image_criteria":{"criteria_1":{"new_condition":{}}}}}}"""
    )]
    [InlineData("""{"ec2_attributes":{"image_block_public_access":{"state":"maybe"}}}""")]
    public void What_concerns_images_and_cannot_be_read_is_an_error(string content) =>
        Assert.Contains(DeclarativePolicyParser.ReadEffective(content).Findings, f => f.Severity == Severity.Error);

    [Fact]
    public void An_unknown_attribute_of_somebody_leaves_the_settings_of_images_in_effect()
    {
        var account = AccountId.Parse("100000000001");
        var organization = new Organization
        {
            Id = "o-abc123xyz0",
            ManagementAccount = AccountId.Parse("999999999999"),
            RootId = "r-ab12",
            Accounts = [new OrganizationAccount(account, "app", "r-ab12")],
            Policies =
            [
                Declarative("p-ours0000", """{"allowed_images_settings":{"state":{"@@assign":"enabled"}}}"""),
                Declarative("p-theirs00", """{"attribute_of_2027":{"state":{"@@assign":"on"}}}"""),
            ],
            Attachments = [new PolicyAttachment("r-ab12", "p-ours0000"), new PolicyAttachment("r-ab12", "p-theirs00")],
        };
        var effective = new EffectivePolicies(new OrganizationIndex(organization)).Of(account.Value);
        Assert.True(effective.IsValid);
        Assert.Equal(AllowedImagesState.Enabled, effective.Policy?.State);
        Assert.Equal(ImmutableArray.Create("attribute_of_2027"), effective.Policy?.PassedOver);
    }

    private static OrganizationPolicy Declarative(string id, string attributes) =>
        new(id, id, OrganizationPolicyType.DeclarativePolicyEc2, $"{{\"ec2_attributes\":{attributes}}}");
}
