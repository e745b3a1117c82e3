using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Writers;

/// <summary>By what other writers are known, and how near they come.</summary>
public sealed class OtherWritersTests
{
    private const string Unit = "ou-ab12-workload";
    private static readonly DateTimeOffset Now = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

    private static readonly SeenPolicy Scp = new("p-ours", "scp-ami-guardrail", OrganizationPolicy.NoTags, [Unit]);

    private static SeenPolicy Policy(string name, params (string Key, string Value)[] tags) =>
        new($"p-{name}", name, OrganizationPolicy.NoTags.AddRange(tags.Select(Pair)), [Unit]);

    private static KeyValuePair<string, string> Pair((string Key, string Value) tag) => new(tag.Key, tag.Value);

    private static ImmutableArray<FoundWriter> Find(
        ImmutableArray<SeenPolicy> policies,
        RecordedEvents? events = null,
        string target = Unit,
        params ImmutableArray<string> trusted
    )
    {
        var asked = events ?? new RecordedEvents();
        var history = new ReadPolicyHistory(asked, asked, new Amigov.FixedTime(Now))
            .Run(ReadPolicyHistory.Changes, null, TestContext.Current.CancellationToken)
            .GetAwaiter()
            .GetResult();
        var ours = new OurPart(new HashSet<string> { Scp.Id }, [target]);
        return new FindOtherWriters([Scp, .. policies], trusted, history, ours).Run();
    }

    [Theory]
    [InlineData("AWSAcceleratorManaged", "Yes", "landing_zone_accelerator", true)]
    [InlineData("AWSAcceleratorManaged", "No", null, false)]
    [InlineData("Accelerator", "AWSAccelerator", "landing_zone_accelerator", false)]
    [InlineData("aws:cloudformation:stack-name", "guardrails", "cloudformation", true)]
    [InlineData("aws:cloudformation:stack-name", "StackSet-base-1f0c", "stack_sets", true)]
    [InlineData("ManagedBy", "Terraform", "terraform", false)]
    [InlineData("team", "cloud", null, false)]
    public void Tags_tell_whose_a_policy_is(string key, string value, string? writer, bool certain)
    {
        var found = Find([Policy("other", (key, value))]);
        Assert.Equal(writer is null ? [] : [(writer, certain)], found.Select(w => (w.Writer.Id, w.IsCertain)));
    }

    [Fact]
    public void A_name_tells_of_Control_Tower_and_where_it_stands()
    {
        var found = Assert.Single(Find([Policy("aws-guardrails-KHvzzO")]));
        Assert.Equal(OtherWriter.ControlTower, found.Writer.Writer);
        Assert.Equal([Unit], found.Targets);
        Assert.True(found.TouchesOurs);
    }

    [Fact]
    public void Roles_tell_who_is_there_with_nothing_near_ours()
    {
        var found = new FindOtherWriters([Scp], [], Nothing, Ours) { Roles = [.. WriterSign.Roles, "Ops"] }.Run();
        Assert.Equal(
            ["control_tower", "customizations_for_control_tower", "landing_zone_accelerator", "stack_sets"],
            found.Select(w => w.Writer.Id).Order(StringComparer.Ordinal)
        );
        // The accelerator watches where nothing of it stands.
        Assert.Equal(["landing_zone_accelerator"], found.Where(w => w.TouchesOurs).Select(w => w.Writer.Id));
    }

    [Fact]
    public void Control_Tower_elsewhere_comes_near_none_of_ours()
    {
        var found = Assert.Single(Find([], target: "r-ab12", trusted: "controltower.amazonaws.com"));
        Assert.Equal(OtherWriter.ControlTower, found.Writer.Writer);
        Assert.False(found.TouchesOurs);
    }

    [Theory]
    [InlineData(
        "AWSAccelerator-FinalizeSt-RevertScpChangesRevertScp-1A/AWSAccelerator-Finalize",
        null,
        "landing_zone_accelerator",
        true
    )]
    // A name that keeps the accelerator from reverting makes nobody the accelerator.
    [InlineData("Ops/AWSAccelerator-amigov", null, null, false)]
    [InlineData("lambda/f", "aws-sdk-js/3.7 AwsSolution/SO0199/v1.12.0", "landing_zone_accelerator", true)]
    [InlineData("CustomControlTowerStateMachineLambdaRole/f", null, "customizations_for_control_tower", true)]
    [InlineData("r/f", "Boto3/1.34 AwsSolution/SO0089/v2.8.4", "customizations_for_control_tower", true)]
    [InlineData("AWSControlTowerAdmin/AWSControlTower-Session", null, "control_tower", true)]
    [InlineData(
        "ci/run",
        "APN/1.0 HashiCorp/1.0 Terraform/1.9.5 (+https://www.terraform.io) terraform-provider-aws/5.57.0",
        "terraform",
        true
    )]
    [InlineData("AWSCloudFormationStackSetExecutionRole/s", null, "stack_sets", true)]
    [InlineData("stacksets-exec-0123abcd/s", null, "stack_sets", true)]
    [InlineData("Ops/anna", null, null, false)]
    public void Recorded_calls_tell_who_made_them(string role, string? agent, string? writer, bool certain)
    {
        var events = new RecordedEvents().Add(
            Now,
            "DetachPolicy",
            new JsonObject { ["policyId"] = "p-ours", ["targetId"] = Unit },
            role,
            record => record["userAgent"] = agent ?? "aws-cli/2.22.0"
        );
        var found = Find([], events);
        Assert.Equal(writer is null ? [] : [(writer, certain)], found.Select(w => (w.Writer.Id, w.IsCertain)));
        Assert.All(found, w => Assert.Equal(["scp-ami-guardrail"], w.Ours));
        Assert.All(found, w => Assert.Contains("DetachPolicy `scp-ami-guardrail`", w.Evidence[^1]));
    }

    [Fact]
    public void The_name_of_a_session_says_perhaps()
    {
        var caller = new PolicyCaller("arn:aws:sts::999999999999:assumed-role/Ops/AWSAccelerator-x") { Role = "Ops" };
        Assert.Equal((OtherWriter.LandingZoneAccelerator, false), (caller.Sign!.Writer, caller.Sign.IsCertain));
        Assert.Null(new PolicyCaller("arn:aws:iam::999999999999:user/AWSAccelerator-x").Sign);
    }

    [Fact]
    public void A_stack_makes_its_calls_as_CloudFormation()
    {
        var events = new RecordedEvents().Add(
            Now,
            "UpdatePolicy",
            new JsonObject { ["policyId"] = "p-ours" },
            "Ops/anna",
            record =>
            {
                record["userIdentity"]!["invokedBy"] = "cloudformation.amazonaws.com";
                record["sourceIPAddress"] = "cloudformation.amazonaws.com";
                record["userAgent"] = "cloudformation.amazonaws.com";
            }
        );
        Assert.Equal(OtherWriter.CloudFormation, Assert.Single(Find([], events)).Writer.Writer);
    }

    [Theory]
    [InlineData(Unit, true)]
    [InlineData("222233334444", true)]
    // revert-scp-changes looks at organizational units and accounts alone.
    [InlineData("r-ab12", false)]
    public void The_accelerator_watches_targets_on_which_nothing_of_it_stands(string target, bool watches)
    {
        var elsewhere = Policy("lza", ("AWSAcceleratorManaged", "Yes")) with { Targets = ["ou-ab12-other000"] };
        var found = Assert.Single(Find([elsewhere], target: target));
        Assert.Equal(watches, found.TouchesOurs);
        Assert.Contains("scpRevertChangesConfig", found.Writer.Does);
    }

    [Fact]
    public void Tags_of_the_configuration_on_ours_point_to_nobody_and_those_of_a_stack_do()
    {
        var ours = Scp with { Tags = OrganizationPolicy.NoTags.Add("ManagedBy", "Terraform") };
        Assert.Empty(new FindOtherWriters([ours], [], Nothing, Ours).Run());
        var stack = Scp with { Tags = OrganizationPolicy.NoTags.Add("aws:cloudformation:stack-name", "s") };
        var found = Assert.Single(new FindOtherWriters([stack], [], Nothing, Ours).Run());
        Assert.Equal(["scp-ami-guardrail"], found.Ours);
    }

    private static PolicyHistory Nothing => new(Now, Now, []);

    private static OurPart Ours => new(new HashSet<string> { Scp.Id }, [Unit]);

    [Fact]
    public void Every_writer_is_described_and_every_sign_has_a_source()
    {
        Assert.Equal(Enum.GetValues<OtherWriter>().Order(), KnownWriter.All.Select(w => w.Writer).Order());
        Assert.All(KnownWriter.All, w => Assert.NotEmpty(w.Source));
        Assert.All(WriterSign.All, s => Assert.NotEmpty(s.Source));
    }
}
