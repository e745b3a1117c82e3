using System.Text.Json.Nodes;
using AmiGovernance.AcceptanceTests.Sandbox;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.TestSupport.Features.Monitoring;

namespace AmiGovernance.AcceptanceTests.Features.Monitoring;

/// <summary>What is watched, before programs that nobody here wrote.</summary>
public sealed class MonitoringTests
{
    private static readonly MonitoringSet Set = MonitoringSample.Set;

    [Fact]
    public async Task CloudWatch_Logs_takes_every_pattern_and_refuses_a_wrong_one()
    {
        await using var rig = await SandboxRig.Start();
        using var wire = rig.Wire();
        foreach (var filter in Set.Filters)
        {
            Assert.InRange(filter.Pattern.Length, 1, 1024);
            var body = new JsonObject
            {
                ["filterPattern"] = filter.Pattern,
                ["logEventMessages"] = new JsonArray("{}"),
            };
            var answer = await wire.Json("logs", "TestMetricFilter", body.ToJsonString());
            Assert.True(answer.IsOk, answer.Text);
            Assert.Empty(JsonNode.Parse(answer.Text)!["matches"]!.AsArray());
        }
        // The runbook's own words are no pattern.
        Assert.False(
            (
                await wire.Json(
                    "logs",
                    "TestMetricFilter",
                    """{"filterPattern":"{ errorCode = UnauthorizedException AND eventName = RunInstances }","logEventMessages":["{}"]}"""
                )
            ).IsOk
        );
    }

    [Fact]
    public void Terraform_reads_its_text_and_would_format_it_the_same() =>
        Assert.Equal(
            "",
            Tool.Run(
                    "terraform",
                    ["fmt", "-check", "-diff", "-"],
                    TerraformText.Of(Set with { Input = Set.Input with { LogGroup = "a${b}%{c}" } })
                )
                .Trim()
        );
}
