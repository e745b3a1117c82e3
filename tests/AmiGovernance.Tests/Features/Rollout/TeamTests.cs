using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Organizations;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>Two clones of one repository that deploy to one organization.</summary>
public sealed class TeamTests
{
    private static readonly string Changed = Samples.Clean.Replace(
        "\"account_id\": \"111122223333\"",
        "\"account_id\": \"111122224444\"",
        StringComparison.Ordinal
    );

    /// <summary>What gets weaker is other tests' matter.</summary>
    private static RolloutCommands Commands(RolloutBench bench) => new(bench) { AllowWeaker = "test" };

    public static TheoryData<string> Ways => new("plan", "apply", "promote", "rollback", "rollback --delete");

    private static CommandOutcome Run(RolloutBench bench, string way)
    {
        var commands = Commands(bench);
        return way switch
        {
            "plan" => commands.Plan("plan.json"),
            "apply" => commands.Apply(),
            "promote" => commands.Promote(["ou-ab12-workload"]),
            "rollback" => commands.Rollback(RollbackTo.Before),
            _ => commands.Rollback(RollbackTo.Nothing),
        };
    }

    private static RolloutBench Deployed()
    {
        var bench = new RolloutBench().Configure(Samples.Clean, "audit_mode");
        Assert.Equal(0, Commands(bench).Apply().ExitCode);
        return bench;
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Whoever_did_not_pull_is_told_who_deployed_and_stopped(string way)
    {
        var first = Deployed();
        var second = first.Clone();
        Assert.Equal(0, Commands(first.Configure(Changed, "audit_mode")).Apply().ExitCode);

        var outcome = Run(second, way);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("AMI0516", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(
            "deployment 2 of 2026-01-03 12:00 UTC by arn:aws:iam::999999999999:user/test",
            outcome.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("git pull", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(second.Aws.Changes);

        second.Pull(first);
        Assert.DoesNotContain("AMI0516", Run(second, way).Error, StringComparison.Ordinal);
    }

    /// <summary>It was written that it begins, and nothing of it is in AWS: another deployment took its place.</summary>
    [Fact]
    public void A_run_that_was_killed_before_its_first_call_is_no_end_of_the_record()
    {
        var first = Deployed();
        var second = first.Clone();
        var bag = new DiagnosticBag();
        var killed = new DeploymentEntry(DeploymentEvent.Started, first.Time.GetUtcNow(), "killed");
        Assert.True(DeploymentRecord.Open(first.Amigov.Files, bag)!.Add(killed, bag));
        Assert.Equal("killed", first.Log(bag).UnfinishedStart?.Deployment);

        Assert.Equal(0, Commands(second.Configure(Changed, "audit_mode")).Apply().ExitCode);
        first.Pull(second);
        var log = first.Log(bag);
        Assert.Empty(bag.ToSorted());
        Assert.Equal(2, Assert.Single(log.Ends).Serial);
        Assert.Null(log.UnfinishedStart);
        Assert.Contains(log.Files, f => f.Entries[0].Deployment == "killed");
        Assert.Equal(0, Commands(first.Configure(Samples.Clean, "audit_mode")).Apply().ExitCode);
        Assert.Equal(3, first.Log(bag).Serial);
        Assert.Empty(bag.ToSorted());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_record_of_one_organization_is_not_taken_for_that_of_another(string way)
    {
        var first = Deployed();
        var second = new RolloutBench(RolloutBench.Empty with { Id = "o-other12345" }).Configure(
            Samples.Clean,
            "audit_mode"
        );
        second.Pull(first);

        var outcome = Run(second, way);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("AMI0519", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("o-abc123xyz0", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("o-other12345", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(second.Aws.Changes);
        Assert.Single(second.Log().Files);

        Assert.Contains("✗ AWS    the record here is of", Commands(second).Verify().Out, StringComparison.Ordinal);
        Assert.Contains("AMI0519", Commands(second).Merge("lost").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_emergency_waits_for_no_record_and_follows_what_AWS_names()
    {
        var first = Deployed();
        var second = first.Clone();
        Assert.Equal(0, Commands(first).Promote(["ou-ab12-workload"]).ExitCode);

        var outcome = Commands(second).Rollback(RollbackTo.AuditMode);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        second.Pull(first);
        var bag = new DiagnosticBag();
        Assert.Equal([1, 2, 3], second.Log(bag).Files.Select(f => f.Serial));
        Assert.Empty(bag.ToSorted());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_removed_tag_of_the_root_hides_nothing_while_a_policy_has_it(string way)
    {
        var first = Deployed();
        var second = first.Clone();
        Assert.Equal(0, Commands(first.Configure(Changed, "audit_mode")).Apply().ExitCode);
        OrganizationTags.Set(first.World, RolloutBench.Root, OrganizationPolicy.NoTags);
        Assert.Contains("AMI0516", Run(second, way).Error, StringComparison.Ordinal);
        Assert.Empty(second.Aws.Changes);
    }

    [Fact]
    public void Of_two_who_deploy_at_once_the_loser_is_told_and_the_record_is_joined()
    {
        var first = Deployed();
        var second = first.Clone();
        first.Configure(Changed, "audit_mode");
        second.Configure(Changed.Replace("111122224444", "111122225555", StringComparison.Ordinal), "audit_mode");
        first.Aws = new SandboxOrganizations(first.World);
        CommandOutcome? other = null;
        first.Aws.Before = number =>
        {
            // The first one has looked, and not yet written its mark.
            if (number == 0)
                other = Commands(second).Apply();
        };
        var outcome = Commands(first).Apply();
        Assert.True(other!.ExitCode == 0, other.Error);
        Assert.Equal(1, outcome.ExitCode);

        first.Aws.Before = null;
        first.Pull(second);
        var bag = new DiagnosticBag();
        var log = first.Log(bag);
        Assert.Equal(2, log.Ends.Length);
        Assert.Equal("AMI0515", Assert.Single(bag.ToSorted()).Code);
        var commands = Commands(first);
        Assert.Contains("AMI0515", commands.Apply().Error, StringComparison.Ordinal);

        var merged = commands.Merge();
        Assert.True(merged.ExitCode == 0, merged.Error);
        Assert.All(log.Ends, end => Assert.Contains(end.Path, merged.Out, StringComparison.Ordinal));
        bag = new DiagnosticBag();
        log = first.Log(bag);
        Assert.Empty(bag.ToSorted());
        Assert.Equal(3, Assert.Single(log.Ends).Serial);
        Assert.Contains("nothing to do", commands.Merge().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_that_is_lost_for_good_is_given_up_with_a_reason()
    {
        var bench = Deployed();
        foreach (var file in bench.Log().Files)
            bench.Amigov.Files.Delete(file.Path);
        var commands = Commands(bench);
        Assert.Contains("AMI0516", commands.Apply().Error, StringComparison.Ordinal);
        Assert.Contains("AMI0516", commands.Merge().Error, StringComparison.Ordinal);
        var merged = commands.Merge("the laptop burned");
        Assert.True(merged.ExitCode == 0, merged.Error);
        bench.Configure(Changed, "audit_mode");
        var applied = commands.Apply();
        Assert.True(applied.ExitCode == 0, applied.Error);
        Assert.Equal([2, 3], bench.Log().Files.Select(f => f.Serial));
        Assert.Equal(0, commands.Verify().ExitCode);
    }

    [Fact]
    public void A_second_run_in_the_same_clone_is_told_who_is_at_work()
    {
        var bench = Deployed();
        bench.Configure(Changed, "audit_mode");
        CommandOutcome? other = null;
        bench.Aws.Before = number => other ??= Commands(bench).Apply();
        Assert.Equal(0, Commands(bench).Apply().ExitCode);
        Assert.Equal(1, other!.ExitCode);
        Assert.Contains("AMI0704", other.Error, StringComparison.Ordinal);
        Assert.Contains("amigov apply, by ", other.Error, StringComparison.Ordinal);
        Assert.Contains("since 2026-01-03 12:00:00 UTC", other.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("999999999")]
    [InlineData("2147483647")]
    [InlineData("99999999")]
    public void A_mark_with_the_highest_number_leaves_a_way_out(string number)
    {
        var bench = Deployed();
        var mark = $"{number} ended 2026-01-03T12:00:00Z {new string('a', 64)} x";
        OrganizationTags.Set(
            bench.World,
            RolloutBench.Root,
            OrganizationPolicy.NoTags.Add(DeploymentMark.TagKey, mark)
        );
        Commands(bench).Merge("nobody knows it");

        var applied = Commands(bench.Configure(Changed, "audit_mode")).Apply();
        Assert.True(applied.ExitCode == 0, applied.Error);
        var bag = new DiagnosticBag();
        Assert.Single(bench.Log(bag).Ends);
        Assert.Empty(bag.ToSorted());
    }

    [Fact]
    public void A_mark_that_somebody_else_wrote_is_none()
    {
        var tags = DeploymentMark.Of(
            OrganizationPolicy.NoTags.Add(DeploymentMark.TagKey, "99 ended yesterday \u001b[31m")
        );
        Assert.Null(tags);
    }

    [Fact]
    public void A_mark_reads_as_it_was_written_and_fits_a_tag()
    {
        var hash = new string('a', 64);
        var at = new DateTimeOffset(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);
        var mark = new DeploymentMark(7, true, hash, at, "arn:aws:sts::999999999999:assumed-role/Admin/a.b@c.example");
        Assert.Equal(mark, DeploymentMark.Of(mark.ToTags()));
        var longest = mark with { Who = new string('w', 500) };
        Assert.Equal(256, longest.ToString().Length);
        Assert.Equal("x_y", DeploymentMark.Of((mark with { Who = "x,y" }).ToTags())!.Who);
    }
}
