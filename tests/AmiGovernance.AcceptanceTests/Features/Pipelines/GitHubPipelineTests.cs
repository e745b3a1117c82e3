using AmiGovernance.AcceptanceTests.Support.Pipelines;

namespace AmiGovernance.AcceptanceTests.Features.Pipelines;

/// <summary>The workflows of changes that `init` writes, run as they stand against an organization, a git remote and a code host.</summary>
public sealed class GitHubPipelineTests : IDisposable
{
    private readonly GitHubBench bench = new();

    public void Dispose() => bench.Dispose();

    private static void Succeeded(GitHubJob job) => Assert.True(job.Outcome == "success", job.Log);

    private static void Failed(GitHubJob job, string reason)
    {
        Assert.True(job.Outcome == "failure", job.Log);
        Assert.True(job.Log.Contains(reason, StringComparison.Ordinal), job.Log);
    }

    [Fact]
    public void A_pull_request_is_checked_and_its_plan_stands_in_one_comment()
    {
        var first = bench.Propose("111122223333");
        var jobs = bench.OnPull(first);
        Succeeded(jobs["validate"]);
        Succeeded(jobs["plan"]);
        Assert.Equal("skipped", jobs["deploy"].Outcome);

        var (_, sarif) = jobs["validate"].Uploaded.First(u => u.Action.EndsWith("sarif", StringComparison.Ordinal));
        Assert.Contains("\"version\": \"2.1.0\"", File.ReadAllText(sarif), StringComparison.Ordinal);
        Assert.Contains("111122223333", jobs["validate"].Summary, StringComparison.Ordinal);
        var comment = Assert.Single(bench.Host.Comments);
        Assert.Contains(first, comment.Body, StringComparison.Ordinal);
        Assert.Contains("CreatePolicy", comment.Body, StringComparison.Ordinal);

        var second = bench.Propose("444455556666");
        Succeeded(bench.OnPull(second)["plan"]);
        comment = Assert.Single(bench.Host.Comments);
        Assert.Contains(second, comment.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(first, comment.Body, StringComparison.Ordinal);
    }

    /// <summary>What stood there would be the plan of an earlier push.</summary>
    [Fact]
    public void Where_there_is_no_plan_the_comment_says_so()
    {
        Succeeded(bench.OnPull(bench.Propose("111122223333"))["plan"]);
        var broken = bench.Propose("444455556666", "rm dist/scp-ami-guardrail.json");
        Failed(bench.OnPull(broken)["plan"], "AMI0401");
        var comment = Assert.Single(bench.Host.Comments);
        Assert.Contains(broken, comment.Body, StringComparison.Ordinal);
        Assert.Contains("There is no plan", comment.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("CreatePolicy", comment.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fork_gets_no_credentials_no_plan_and_is_told()
    {
        var jobs = bench.OnPull(bench.Propose("111122223333"), from: "stranger/ami-governance");
        Succeeded(jobs["validate"]);
        Assert.Equal("skipped", jobs["plan"].Outcome);
        Assert.Contains(
            "a pull request from a fork gets no credentials",
            jobs["validate"].Log,
            StringComparison.Ordinal
        );
        Assert.Contains("111122223333", jobs["validate"].Summary, StringComparison.Ordinal);
        Assert.DoesNotContain(
            jobs["validate"].Uploaded,
            u => u.Action.EndsWith("upload-sarif", StringComparison.Ordinal)
        );
        Assert.Empty(bench.Host.Comments);
    }

    [Fact]
    public void Until_roles_are_named_AWS_is_left_alone()
    {
        bench.Settings.Clear();
        var jobs = bench.OnPull(bench.Propose("111122223333"));
        Succeeded(jobs["validate"]);
        Assert.Equal("skipped", jobs["plan"].Outcome);
        bench.Merge();
        Assert.Equal("skipped", bench.OnMain()["deploy"].Outcome);
    }

    [Fact]
    public void A_merge_is_deployed_and_its_record_comes_back()
    {
        bench.Propose("111122223333");
        var merged = bench.Merge();
        var deploy = bench.OnMain()["deploy"];
        Succeeded(deploy);
        Assert.False(deploy.Log.Contains("warning AMI", StringComparison.Ordinal), deploy.Log);
        Assert.Contains(bench.World.Organization.Policies, p => p.Name == "scp-ami-guardrail");
        Assert.Equal("chore: Record what was done [skip ci]", bench.OnRemote("git log -1 --format=%s main"));
        Assert.Equal(merged, bench.OnRemote("git rev-parse main^"));
        Assert.StartsWith(
            "deployments/0001-",
            bench.OnRemote("git diff --name-only main^ main"),
            StringComparison.Ordinal
        );
        Assert.Contains($"commit {merged}", bench.OnRemote("git show main"), StringComparison.Ordinal);

        // A run that began with the commit below the record does nothing, so no record starts the next run.
        var recorded = bench.OnRemote("git rev-parse main");
        var again = bench.OnMain()["deploy"];
        Succeeded(again);
        Assert.True(again.Log.Contains("nothing was recorded", StringComparison.Ordinal), again.Log);
        Assert.Equal(recorded, bench.OnRemote("git rev-parse main"));
    }

    /// <summary>For application teams; `ssh-keygen` itself says whose signature it is.</summary>
    [Fact]
    public void A_merge_makes_the_policy_bundle_signed_where_there_is_a_key()
    {
        var unsigned = bench.OnMain()["bundle"];
        Succeeded(unsigned);
        Assert.Contains("not signed", unsigned.Log, StringComparison.Ordinal);

        var keys = bench.OnRemote(SigningKey.Make);
        bench.Settings["secrets.AMI_BUNDLE_KEY"] = keys[..keys.LastIndexOf("ssh-ed25519", StringComparison.Ordinal)];
        var signed = bench.OnMain()["bundle"];
        Succeeded(signed);
        var bundle = signed.Uploaded.Single().Path.TrimEnd('*');
        Assert.Contains(
            "Good",
            PipelineBench.Shell(Path.GetDirectoryName(bundle)!, SigningKey.Check(keys)),
            StringComparison.Ordinal
        );
        Assert.False(File.Exists(Path.Combine(signed.Temporary, "bundle-key")));
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(bundle)!, "../.tools/bundle-key")));
    }

    /// <summary>The record of one deployment is below the next, also when the next merge came before it.</summary>
    [Fact]
    public void A_merge_during_a_deployment_is_no_obstacle()
    {
        bench.Propose("111122223333");
        bench.Merge();
        bench.BeforePush = () =>
        {
            bench.BeforePush = null;
            bench.Propose("444455556666");
            bench.Merge();
        };
        Succeeded(bench.OnMain()["deploy"]);
        Succeeded(bench.OnMain()["deploy"]);
        var files = bench.OnRemote("git ls-tree --name-only main deployments/").Split('\n');
        Assert.Equal(2, files.Count(f => f.EndsWith(".jsonl", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_gets_weaker_and_is_no_reviewed_entry_needs_a_reason()
    {
        bench.Propose("111122223333");
        bench.Merge();
        Succeeded(bench.OnMain()["deploy"]);
        bench.Propose(
            "444455556666",
            "sed -i 's/\"enforcement_mode\"/\"block_public_ami_sharing\": false, \"enforcement_mode\"/' config/ami_publishers.json"
        );
        bench.Merge();
        Failed(bench.OnMain()["deploy"], "AMI0510");
        Succeeded(bench.OnMain("$(touch pwned)'\" --yes")["deploy"]);
        Assert.Contains("$(touch pwned)", bench.OnRemote("git show main"), StringComparison.Ordinal);
    }

    /// <summary>Until it is on the branch, nobody deploys on top of what nobody knows of.</summary>
    [Fact]
    public void A_record_that_can_not_be_pushed_is_kept_and_the_next_deployment_refused()
    {
        bench.Propose("111122223333");
        bench.Merge();
        bench.BeforePush = () =>
            bench.OnRemote("printf '#!/bin/sh\\nexit 1\\n' > hooks/pre-receive && chmod +x hooks/pre-receive");
        var deploy = bench.OnMain()["deploy"];
        Failed(deploy, "the record could not be pushed to main");
        var (_, kept) = Assert.Single(deploy.Uploaded);
        Assert.NotEmpty(Directory.GetFiles(kept, "0001-*.jsonl"));
        Failed(bench.OnMain()["deploy"], "AMI0516");
    }

    /// <summary>The deploy role is for the environment alone, and the plan role changes nothing.</summary>
    [Fact]
    public void A_branch_can_not_take_on_the_role_that_deploys()
    {
        bench.Settings["vars.AMI_PLAN_ROLE"] = PipelineBench.RoleArn("deploy");
        Failed(bench.OnPull(bench.Propose("111122223333"))["plan"], "Not authorized to perform");
        bench.Merge();
        bench.Settings["vars.AMI_DEPLOY_ROLE"] = PipelineBench.RoleArn("plan");
        Failed(bench.OnMain()["deploy"], "Not authorized to perform");
        Assert.DoesNotContain(bench.World.Organization.Policies, p => p.Name == "scp-ami-guardrail");
    }
}
