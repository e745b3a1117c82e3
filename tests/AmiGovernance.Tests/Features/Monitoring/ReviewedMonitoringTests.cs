using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Tests.Features.Monitoring;

/// <summary>Only what was reviewed may be done, and only where it was reviewed for.</summary>
public sealed class ReviewedMonitoringTests
{
    private static readonly MonitoringPlace Place = new(
        "aws",
        AccountId.Parse("111122223333"),
        RegionName.Parse("eu-central-1")
    );

    private static readonly MonitoringInput Input = new("trail", Place.Region, [AccountId.Parse("123456738923")], 10)
    {
        Mail = "on-call@company.com",
    };

    private static readonly MonitoringPlan Plan = new MonitoringPlanner(
        new MonitoringRequest(Input, Place, Adopts: false, Deletes: false),
        []
    ).Plan;

    private readonly DiagnosticBag bag = new();

    private string[] Codes => [.. bag.ToSorted().Select(d => d.Code)];

    private ReviewedMonitoring? Read(string text) =>
        MonitoringPlanFile.Read(SourceText.FromString("plan.json", text), bag);

    private static string Written => Encoding.UTF8.GetString(MonitoringPlanFile.Write(Plan));

    [Fact]
    public void What_was_written_is_what_is_read()
    {
        var read = Read(Written);
        Assert.Empty(Codes);
        Assert.Equal(Plan.Request.Place, read!.Request.Place);
        Assert.Equal(Plan.Request.Input.Creators, read.Request.Input.Creators);
        Assert.Equal(Plan.Steps.Select(s => s.Text).ToHashSet(), read.Steps);
        Assert.True(read.IsFor(Place, bag));
        Assert.True(read.Covers(Plan, bag));
        Assert.Empty(Codes);
    }

    [Theory]
    [InlineData("111122223334", "eu-central-1")]
    [InlineData("111122223333", "eu-west-1")]
    public void A_plan_is_refused_with_the_credentials_of_another_account_or_Region(string account, string region)
    {
        var here = new MonitoringPlace("aws", AccountId.Parse(account), RegionName.Parse(region));
        Assert.False(Read(Written)!.IsFor(here, bag));
        var finding = Assert.Single(bag.ToSorted());
        Assert.Equal("AMI0505", finding.Code);
        Assert.Contains($"the credentials are those of {account} {region}", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_earlier_run_left_of_a_plan_is_covered_and_another_step_is_not()
    {
        var reviewed = Read(Written)!;
        Assert.True(reviewed.Covers(Plan with { Steps = [.. Plan.Steps.Skip(3)] }, bag));
        var removal = new MonitoringStep(Plan.Steps[0].After, null);
        Assert.False(reviewed.Covers(Plan with { Steps = [.. Plan.Steps, removal] }, bag));
        Assert.Equal(["AMI0505"], Codes);
    }

    [Fact]
    public void A_plan_that_was_changed_is_no_plan()
    {
        Assert.Null(
            Read(Written.Replace("\"denied_launches\": 10", "\"denied_launches\": 99", StringComparison.Ordinal))
        );
        Assert.Equal(["AMI0502"], Codes);
    }

    [Fact]
    public void A_Region_that_is_none_is_a_finding()
    {
        Assert.Null(
            Read(Written.Replace("\"region\": \"eu-central-1\"", "\"region\": \"Frankfurt\"", StringComparison.Ordinal))
        );
        Assert.Contains(bag.ToSorted(), d => d.Message == "`Frankfurt` is no Region");
    }
}
