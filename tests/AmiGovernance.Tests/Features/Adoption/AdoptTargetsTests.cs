using AmiGovernance.Core.Features.Adoption;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Tests.Features.Adoption;

/// <summary>Policies that are attached to different targets: nothing is enforced where it was not.</summary>
public sealed class AdoptTargetsTests
{
    private const string Unit = "ou-ab12-workload";

    private const string Creation = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["ec2:CreateImage","ec2:CopyImage","ec2:RegisterImage"],
        "Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalAccount":"111122223333"}}}]}
        """;

    private const string Launches = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:RunInstances","Resource":"arn:aws:ec2:*::image/*",
        "Condition":{"StringNotEquals":{"ec2:Owner":["amazon","111122223333"]}}}]}
        """;

    private static string Declarative(string state) =>
        $$$$"""
            {"ec2_attributes":{"allowed_images_settings":{"state":{"@@assign":"{{{{state}}}}"},"image_criteria":{
            "criteria_1":{"allowed_image_providers":{"@@assign":["amazon","111122223333"]}} } } } }
            """;

    [Theory]
    [InlineData(Creation)]
    [InlineData(Launches)]
    public void A_declarative_policy_on_a_unit_alone_is_enforced_there_alone(string scp)
    {
        var report = Adoptions.Of(
            Adoptions.Empty.WithDeclarative("images", Declarative("enabled"), Unit).WithScp("guard", scp)
        );
        var config = Adoptions.Config(report);
        Assert.Equal([Unit], config.Targets);
        Assert.Equal(AllowedImagesState.Enabled, report.Mode);
        // In audit mode on the root ours would take the state away from the unit, as its nodes are locked.
        Assert.Equal([PolicyFate.Replaced, PolicyFate.Stays], report.Found.Select(p => p.Fate));
        Assert.Equal(
            "it is attached to r-ab12, where the declarative policy does not block launches today",
            report.Found[1].Reason
        );
        Assert.NotEqual("guard", config.Policy.ScpName);
        Assert.Contains(report.Notes, n => n.StartsWith("`targets` lacks r-ab12", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Added, a => a.Contains("same targets", StringComparison.Ordinal));
    }

    [Fact]
    public void A_policy_on_two_units_one_of_which_is_enforced_stays()
    {
        var organization = Adoptions.Empty with
        {
            Units = [.. Adoptions.Empty.Units, new("ou-ab12-sandboxes", "Sandboxes", Adoptions.Root)],
        };
        var report = Adoptions.Of(
            organization
                .WithDeclarative("images", Declarative("enabled"), Unit)
                .WithScp("guard", Creation, Unit, "ou-ab12-sandboxes")
        );
        Assert.Equal([Unit], Adoptions.Config(report).Targets);
        Assert.Equal(PolicyFate.Stays, report.Found[1].Fate);
    }

    [Fact]
    public void Without_declarative_policies_launches_are_denied_where_they_are_denied_today()
    {
        var organization = Adoptions.Empty.WithScp("launches", Launches, Unit).WithScp("more", Creation) with
        {
            UnknownTypes = [OrganizationPolicyType.DeclarativePolicyEc2],
        };
        var report = Adoptions.Of(organization);
        Assert.Equal((AllowedImagesState.Enabled, false), (report.Mode, report.StartsInAudit));
        Assert.Equal([Unit], Adoptions.Config(report).Targets);
    }

    /// <summary>A deny of creation on a unit, which ours has on the root as well.</summary>
    [Fact]
    public void A_layer_on_more_targets_does_not_mean_the_same()
    {
        var deployed = Adoptions.Deployed(
            Adoptions.Empty,
            Adoptions.Config(Adoptions.Of(Adoptions.Empty.WithDeclarative("images", Declarative("audit_mode")))),
            AllowedImagesState.AuditMode
        );
        var same = Adoptions.Of(deployed);
        Assert.True(same.IsSame);

        var scp = deployed.Policies[^1].Id;
        var apart = Adoptions.Of(
            deployed with
            {
                Attachments = [.. deployed.Attachments.Select(a => a.PolicyId == scp ? a with { TargetId = Unit } : a)],
            }
        );
        Assert.True(apart.Difference.IsEmpty);
        Assert.False(apart.IsSame);
        Assert.Equal((LayerVerdict.Same, LayerVerdict.BlocksMore), (apart.Declarative, apart.Scp));
        Assert.Equal(["the service control policy on root: both layers have the same targets"], apart.Added);
    }

    [Fact]
    public void A_target_below_another_is_none_of_its_own()
    {
        var report = Adoptions.Of(
            Adoptions
                .Empty.WithDeclarative("images", Declarative("enabled"))
                .WithScp("launches", Launches, Adoptions.Root, Unit)
        );
        Assert.Equal(["root", Unit], Adoptions.Config(report).Targets);
        Assert.DoesNotContain(report.Added, a => a.Contains("same targets", StringComparison.Ordinal));
    }
}
