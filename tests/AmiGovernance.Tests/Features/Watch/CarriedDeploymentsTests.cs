using System.Text.Json.Nodes;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Tests.Features.Watch;

/// <summary>What another system deploys is taken into the record, told, and pushed.</summary>
public sealed class CarriedDeploymentsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

    private readonly WatchBench bench = Carried();

    /// <summary>amigov deployed it, and Terraform takes over.</summary>
    private static WatchBench Carried()
    {
        var bench = new WatchBench(Noon).Merge(WatchBench.Config("2026-03-01"));
        var carrier = WatchBench
            .Config("2026-03-01")
            .Replace(
                "\"policy_config\"",
                "\"deployment\": { \"carrier\": \"terraform\" }, \"policy_config\"",
                StringComparison.Ordinal
            );
        return bench.Merge(carrier, deploys: false);
    }

    [Fact]
    public void Who_and_when_are_those_of_CloudTrail()
    {
        bench.Tick();
        Assert.Single(bench.Record().Deployments);

        var policy = Update();
        bench.Team.Events.Add(
            bench.Clock.Now,
            "UpdatePolicy",
            new JsonObject { ["policyId"] = policy.Id },
            "ci/terraform",
            record => record["userAgent"] = "APN/1.0 HashiCorp/1.0 Terraform/1.9.5 (+https://www.terraform.io)"
        );
        bench.Clock.Now += TimeSpan.FromMinutes(1);
        bench.Tick();
        bench.Tick();

        var last = bench.Record().Deployments.Last().ToList();
        Assert.Equal(2, bench.Record().Deployments.Count());
        Assert.Equal(
            [DeploymentEvent.Started, DeploymentEvent.Done, DeploymentEvent.Finished],
            last.Select(e => e.Event)
        );
        Assert.All(last, e => Assert.Equal(bench.Clock.Now - TimeSpan.FromMinutes(1), e.At));
        Assert.All(last, e => Assert.EndsWith("assumed-role/ci/terraform", e.Who, StringComparison.Ordinal));
        Assert.Equal("found on AWS, made by Terraform", last[0].Why);
        Assert.Equal((StepCall.UpdatePolicy, policy.Name), (last[1].Step!.Call, last[1].Step!.Policy));
        Assert.Contains("found on AWS and recorded: 1 change", bench.Told[^1].Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void What_CloudTrail_does_not_name_is_recorded_after_half_an_hour()
    {
        bench.Tick();
        Update();
        for (var minutes = 0; minutes < 30; minutes++)
        {
            bench.Tick();
            Assert.Single(bench.Record().Deployments);
            bench.Clock.Now += TimeSpan.FromMinutes(1);
        }
        bench.Tick();
        var last = bench.Record().Deployments.Last().ToList();
        Assert.Equal(("unknown", bench.Clock.Now), (last[0].Who, last[0].At));
        Assert.Equal("CloudTrail does not name the call", last[1].Detail);
    }

    /// <summary>The record keeps for ever what it takes: that nobody could look is no answer.</summary>
    [Fact]
    public void Where_CloudTrail_cannot_be_read_it_is_told_and_nothing_is_recorded()
    {
        bench.Tick();
        Update();
        bench.Team.Events.Refuses = "AccessDeniedException";
        for (var minutes = 0; minutes < 45; minutes++)
        {
            Assert.Contains("carried", bench.Tick().Open.Select(o => o.Key));
            bench.Clock.Now += TimeSpan.FromMinutes(1);
        }
        Assert.Single(bench.Record().Deployments);
        Assert.Contains("CloudTrail cannot be read", bench.Told[^1].Body, StringComparison.Ordinal);

        bench.Team.Events.Refuses = null;
        Assert.DoesNotContain("carried", bench.Tick().Open.Select(o => o.Key));
        bench.Clock.Now += TimeSpan.FromMinutes(31);
        bench.Tick();
        Assert.Equal(2, bench.Record().Deployments.Count());
    }

    [Fact]
    public void Where_amigov_deploys_what_others_change_is_no_deployment()
    {
        var own = new WatchBench(Noon).Merge(WatchBench.Config("2026-03-01"));
        own.Tick();
        own.Detach();
        for (var minutes = 0; minutes < 40; minutes++)
        {
            own.Tick();
            own.Clock.Now += TimeSpan.FromMinutes(1);
        }
        Assert.Single(own.Record().Deployments);
    }

    private OrganizationPolicy Update()
    {
        var policy = bench.Ours(OrganizationPolicyType.DeclarativePolicyEc2);
        var content = policy.Content.Replace(
            "\"123456738923\"",
            "\"123456738923\",\"444455556666\"",
            StringComparison.Ordinal
        );
        bench.Update(policy with { Content = content });
        return policy;
    }
}
