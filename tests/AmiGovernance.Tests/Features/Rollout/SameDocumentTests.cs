using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>Texts that are equal as JSON are the same document; what is another is named.</summary>
public sealed class SameDocumentTests
{
    private static RolloutBench Deployed()
    {
        var bench = new RolloutBench().Configure(Samples.Clean, "audit_mode");
        Assert.Equal(ApplyOutcome.Done, bench.PlanAndApply().Outcome);
        return bench;
    }

    /// <summary>Somebody else stores our documents anew.</summary>
    private static void Rewrite(RolloutBench bench, Func<string, string> rewrite) =>
        bench.World.Organization = bench.World.Organization with
        {
            Policies =
            [
                .. bench.World.Organization.Policies.Select(p =>
                    OurPolicies.IsManaged(p) ? p with { Content = rewrite(p.Content) } : p
                ),
            ],
        };

    private static string Reordered(string content)
    {
        var tree = Reading.Of(bag => JsonParser.Parse(SourceText.FromString("x", content), bag)).Sound;
        var backwards = ((JsonObject)tree.Root).Properties.Reverse();
        var members = backwards.Select(p => $"  \"{p.Name}\": {JsonNodeWriter.Minified(p.Value)}");
        return $"{{\n{string.Join(",\n", members)}\n}}\n";
    }

    [Fact]
    public async Task A_line_break_white_space_and_the_order_of_members_are_no_change()
    {
        foreach (var rewrite in new Func<string, string>[] { c => c + "\n", c => $" {c}", Reordered })
        {
            var bench = Deployed();
            Assert.Equal(
                0,
                new RolloutCommands(bench) { AllowWeaker = "test" }
                    .Plan("plan.json")
                    .ExitCode
            );
            Rewrite(bench, rewrite);
            Assert.True(bench.Plan().Result.Plan!.IsEmpty);
            var status = new ReadStatus(bench.Aws, bench.History, bench.Amigov.Files, bench.Time);
            var request = new StatusRequest(Samples.ConfigPath, "dist");
            Assert.Empty((await status.Run(request, TestContext.Current.CancellationToken)).Drifts);
        }
    }

    /// <summary>The plan was made before somebody added a line break, and is carried out afterwards.</summary>
    [Fact]
    public void A_reviewed_plan_does_not_go_stale_by_a_line_break()
    {
        var bench = Deployed();
        bench.Configure(OtherList, "audit_mode");
        Assert.Equal(
            0,
            new RolloutCommands(bench) { AllowWeaker = "test" }
                .Plan("plan.json")
                .ExitCode
        );
        Rewrite(bench, content => content + "\n");
        var outcome = new RolloutCommands(bench) { AllowWeaker = "test" }.Apply("plan.json");
        Assert.True(outcome.ExitCode == 0, outcome.Out + outcome.Error);
    }

    private static readonly string OtherList = Samples.Clean.Replace(
        "\"account_id\": \"111122223333\"",
        "\"account_id\": \"111122224444\"",
        StringComparison.Ordinal
    );

    [Fact]
    public void A_stale_plan_says_what_changed()
    {
        var bench = Deployed();
        bench.Configure(OtherList, "audit_mode");
        Assert.Equal(
            0,
            new RolloutCommands(bench) { AllowWeaker = "test" }
                .Plan("plan.json")
                .ExitCode
        );
        var scp = bench.World.Organization.Policies.First(p => p.Name == "scp-ami-guardrail");
        bench.World.Organization = bench.World.Organization with
        {
            Policies = bench.World.Organization.Policies.Replace(
                scp,
                scp with
                {
                    Content =
                        """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:CreateImage","Resource":"*"}]}""",
                }
            ),
            Attachments = bench.World.Organization.Attachments.Remove(new PolicyAttachment(RolloutBench.Root, scp.Id)),
        };
        var outcome = new RolloutCommands(bench) { AllowWeaker = "test" }.Apply("plan.json");
        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains(
            "the content of `scp-ami-guardrail` (SERVICE_CONTROL_POLICY) is another",
            outcome.Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "the targets of `scp-ami-guardrail` (SERVICE_CONTROL_POLICY): r-ab12 → none",
            outcome.Error,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("ami-governance-declarative-policy", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":1,"b":[1,2]}""", """{ "b": [1, 2], "a": 1 }""", true)]
    [InlineData("""{"a":"\u00e9"}""", """{"a":"é"}""", true)]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""", false)]
    [InlineData("""{"a":1}""", """{"a":"1"}""", false)]
    [InlineData("""{"a":1,"a":2}""", """{"a":1}""", false)]
    [InlineData("no JSON", "no JSON ", false)]
    public void Documents_are_compared_as_JSON(string left, string right, bool same) =>
        Assert.Equal(same, PolicyContent.Same(left, right));
}
