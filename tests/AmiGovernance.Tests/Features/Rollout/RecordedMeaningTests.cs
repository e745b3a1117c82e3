using System.Collections.Immutable;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.History;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>What recorded deployments changed in meaning, and what the record does not tell.</summary>
public sealed class RecordedMeaningTests
{
    private static readonly string Changed = Samples.Clean.Replace(
        "\"account_id\": \"111122223333\"",
        "\"account_id\": \"111122224444\"",
        StringComparison.Ordinal
    );

    /// <summary>A first deployment, one that replaces a publisher, and the enforcement of two accounts and of the rest.</summary>
    private static IReadOnlyList<DeploymentEntry[]> Deployments()
    {
        var bench = new RolloutBench().Configure(Samples.Clean, "audit_mode");
        var commands = new RolloutCommands(bench) { AllowWeaker = "test" };
        Assert.Equal(0, commands.Apply().ExitCode);
        bench.Configure(Changed, "audit_mode");
        Assert.Equal(0, commands.Apply().ExitCode);
        foreach (var account in new[] { "100000000001", "100000000002" })
            Assert.Empty(bench.Promote(account).Problem);
        Assert.Empty(bench.Configure(Changed, "enabled").Promote().Problem);
        return [.. bench.Log().Files.Select(f => f.Entries.ToArray())];
    }

    private static readonly IReadOnlyList<DeploymentEntry[]> Recorded = Deployments();

    private static RecordedMeaning Of(params IEnumerable<DeploymentEntry> entries) =>
        RecordedMeaning.Of([.. entries]) ?? throw new InvalidOperationException("nothing was deployed");

    private static DeploymentEntry[] Replaced(DeploymentEvent what, Func<DeploymentEntry, DeploymentEntry> change) =>
        [.. Recorded[1].Select(e => e.Event == what ? change(e) : e)];

    [Fact]
    public void The_first_denies_what_was_allowed_and_says_where()
    {
        var meaning = Of(Recorded[0]);
        Assert.NotEmpty(meaning.Difference!.Scp.Changes);
        Assert.All(meaning.Difference.Scp.Changes, change => Assert.True(change.IsDeniedNow));
        Assert.NotEmpty(meaning.Difference.Declarative);
        Assert.NotEmpty(meaning.Moved);
    }

    [Fact]
    public void A_publisher_for_another_is_allowed_for_denied()
    {
        var meaning = Of(Recorded[1]);
        Assert.Contains(
            meaning.Difference!.Scp.Changes,
            c => c.IsDeniedNow && DifferenceWords.Requests(c).Contains("111122223333", StringComparison.Ordinal)
        );
        Assert.Contains(
            meaning.Difference.Scp.Changes,
            c => !c.IsDeniedNow && DifferenceWords.Requests(c).Contains("111122224444", StringComparison.Ordinal)
        );
        Assert.Empty(meaning.Moved);
    }

    /// <summary>What is enforced there was audited before; elsewhere nothing is decided otherwise.</summary>
    [Theory]
    [InlineData(2, "100000000001")]
    [InlineData(3, "100000000002")]
    public void A_stage_changes_its_own_part_alone(int deployment, string account)
    {
        var meaning = Of(Recorded[deployment]);
        Assert.True(meaning.Difference!.IsEmpty);
        var stage = Assert.Single(meaning.Stages);
        Assert.Equal(account, stage.Target);
        Assert.NotEmpty(stage.Difference.Declarative);
        Assert.NotEmpty(stage.Difference.Scp.Changes);
        Assert.All(stage.Difference.Scp.Changes, change => Assert.True(change.IsDeniedNow));
        Assert.Contains(meaning.Moved, step => step.Call == StepCall.AttachPolicy && step.Target == account);
    }

    /// <summary>The stages are enforced already, so nothing changes there.</summary>
    [Fact]
    public void The_last_stage_changes_all_but_the_earlier_ones()
    {
        var meaning = Of(Recorded[4]);
        Assert.NotEmpty(meaning.Difference!.Declarative);
        Assert.All(meaning.Difference.Scp.Changes, change => Assert.True(change.IsDeniedNow));
        Assert.Empty(meaning.Stages);
    }

    [Fact]
    public void A_run_that_broke_off_counts_as_far_as_it_came()
    {
        Assert.True(Of(Recorded[1].TakeWhile(e => e.Event != DeploymentEvent.Done)).Difference!.IsEmpty);
        var first = Recorded[1].First(e => e.Event == DeploymentEvent.Done);
        var meaning = Of(Recorded[1].TakeWhile(e => e != first).Append(first));
        Assert.NotEmpty(meaning.Difference!.Declarative);
        Assert.Empty(meaning.Difference.Scp.Changes);
    }

    [Fact]
    public void What_the_record_does_not_hold_is_not_known()
    {
        Assert.Equal(
            ["the record does not say how policies stood before it"],
            Unknown(Recorded[1].Where(e => e.Event != DeploymentEvent.Started))
        );
        Assert.Contains(
            "the record does not hold scp-ami-guardrail as it stood before UpdatePolicy scp-ami-guardrail",
            Unknown(Replaced(DeploymentEvent.Started, e => e with { Before = [] }))
        );
        Assert.Contains(
            "the record does not hold the document that UpdatePolicy scp-ami-guardrail wrote",
            Unknown(Replaced(DeploymentEvent.Done, e => e with { Step = e.Step! with { Content = null } }))
        );
        Assert.Contains(
            "the recorded document of scp-ami-guardrail cannot be read",
            Unknown(Replaced(DeploymentEvent.Done, e => e with { Step = e.Step! with { Content = "{" } }))
        );
        Assert.Contains(
            "the recorded document of scp-ami-guardrail cannot be read",
            Unknown(
                Replaced(
                    DeploymentEvent.Started,
                    e => e with { Before = [.. e.Before.Select(p => p with { Content = "" })] }
                )
            )
        );
    }

    private static ImmutableArray<string> Unknown(IEnumerable<DeploymentEntry> entries)
    {
        var meaning = Of(entries);
        Assert.Null(meaning.Difference);
        return meaning.Unknown;
    }

    [Fact]
    public void Joined_ends_deploy_nothing() =>
        Assert.Null(
            RecordedMeaning.Of([new DeploymentEntry(DeploymentEvent.Merged, DateTimeOffset.UnixEpoch, "merge")])
        );
}
