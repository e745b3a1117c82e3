using AmiGovernance.AcceptanceTests.Support.Pipelines;

namespace AmiGovernance.AcceptanceTests.Features.Pipelines;

/// <summary>The pipeline for GitLab that `init` writes, run as it stands against an organization, a git remote and a code host.</summary>
public sealed class GitLabPipelineTests : IDisposable
{
    private const string Image = "\"fill-in.invalid";

    private readonly PipelineBench bench = new($"gitlab:{GitLabRunner.Project}");
    private readonly GitLabTokens tokens;
    private readonly GitLabRunner runner;

    public GitLabPipelineTests()
    {
        tokens = new GitLabTokens(bench);
        runner = new GitLabRunner(bench, tokens);
        runner.Settings["AMI_PLAN_ROLE"] = PipelineBench.RoleArn("plan");
        runner.Settings["AMI_DEPLOY_ROLE"] = PipelineBench.RoleArn("deploy");
        runner.Settings["AMI_COMMENT_TOKEN"] = "token-write";
        runner.Settings["AMIGOV_PUSH_URL"] = bench.Remote;
    }

    public void Dispose()
    {
        tokens.Dispose();
        bench.Dispose();
    }

    private static void Succeeded(GitLabJob job) => Assert.True(job.Status == "success", job.Log);

    private static void Failed(GitLabJob job, string reason)
    {
        Assert.True(job.Status == "failed", job.Log);
        Assert.True(job.Log.Contains(reason, StringComparison.Ordinal), job.Log);
    }

    private string Propose(string publisher)
    {
        bench.InWork("git fetch --quiet origin && git switch --quiet -C change origin/main");
        bench.Amigov("publishers", "add", publisher, "--kind", "vendor", "--reason", "a vendor");
        bench.Amigov("generate");
        bench.InWork("git add -A && git commit --quiet -m change && git push --quiet --force origin change");
        return bench.InWork("git rev-parse HEAD");
    }

    private void Merge() =>
        bench.InWork(
            "git fetch --quiet origin && git switch --quiet -C main origin/main && git merge --quiet --no-ff -m merge change && git push --quiet origin main"
        );

    /// <param name="source">The project that the branch is in.</param>
    private IReadOnlyDictionary<string, GitLabJob> OnMergeRequest(string source = "7") =>
        runner.Run(
            "change",
            new Dictionary<string, string>
            {
                ["CI_PIPELINE_SOURCE"] = "merge_request_event",
                ["CI_MERGE_REQUEST_IID"] = "12",
                ["CI_MERGE_REQUEST_SOURCE_PROJECT_ID"] = source,
                ["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"] = "main",
            }
        );

    private IReadOnlyDictionary<string, GitLabJob> OnMain(string source, params (string Name, string Value)[] given)
    {
        var predefined = given.ToDictionary(v => v.Name, v => v.Value);
        predefined["CI_PIPELINE_SOURCE"] = source;
        predefined["CI_COMMIT_BRANCH"] = "main";
        return runner.Run("main", predefined, "promote");
    }

    private string OnRemote(string script) => PipelineBench.Shell(bench.Remote, script);

    [Fact]
    public void A_merge_request_is_checked_and_its_plan_stands_in_one_note()
    {
        Assert.Contains(Image, bench.InWork("cat .gitlab-ci.yml"), StringComparison.Ordinal);
        var first = Propose("111122223333");
        var jobs = OnMergeRequest();
        Succeeded(jobs["validate"]);
        Succeeded(jobs["generated-files"]);
        Succeeded(jobs["plan"]);
        Assert.All(
            new[] { "no-plan", "deploy", "gates", "promote", "exceptions", "drift", "reminders", "images" },
            name => Assert.Equal("absent", jobs[name].Status)
        );
        Assert.StartsWith(
            "[",
            File.ReadAllText(Path.Combine(jobs["validate"].Folder, "reports/codequality.json")),
            StringComparison.Ordinal
        );
        var note = Assert.Single(bench.Host.Comments);
        Assert.Contains(first, note.Body, StringComparison.Ordinal);
        Assert.Contains("CreatePolicy", note.Body, StringComparison.Ordinal);

        var second = Propose("444455556666");
        Succeeded(OnMergeRequest()["plan"]);
        note = Assert.Single(bench.Host.Comments);
        Assert.Contains(second, note.Body, StringComparison.Ordinal);

        bench.InWork(
            "rm dist/scp-ami-guardrail.json && git commit --quiet -am broken && git push --quiet origin change"
        );
        Failed(OnMergeRequest()["plan"], "AMI0401");
        Assert.Contains("There is no plan", Assert.Single(bench.Host.Comments).Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fork_gets_no_credentials_no_plan_and_is_told()
    {
        Propose("111122223333");
        var jobs = OnMergeRequest(source: "8");
        Assert.Equal("absent", jobs["plan"].Status);
        Assert.Contains("gets no credentials", jobs["no-plan"].Log, StringComparison.Ordinal);
        Assert.Empty(bench.Host.Comments);
    }

    [Fact]
    public void Without_a_token_for_the_note_the_plan_is_in_the_log()
    {
        runner.Settings.Remove("AMI_COMMENT_TOKEN");
        Propose("111122223333");
        var plan = OnMergeRequest()["plan"];
        Succeeded(plan);
        Assert.Contains("AMI_COMMENT_TOKEN is not set", plan.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void A_merge_makes_the_policy_bundle_signed_where_there_is_a_key()
    {
        var unsigned = OnMain("push")["bundle"];
        Succeeded(unsigned);
        Assert.Contains("not signed", unsigned.Log, StringComparison.Ordinal);

        var keys = bench.InWork(SigningKey.Make);
        runner.Settings["AMI_BUNDLE_KEY"] = bench.InWork("chmod 644 ../signing-key && realpath ../signing-key");
        var signed = OnMain("push")["bundle"];
        Succeeded(signed);
        var reports = Path.Combine(signed.Folder, "reports");
        Assert.Contains("Good", PipelineBench.Shell(reports, SigningKey.Check(keys)), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(signed.Folder, "bundle-key", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetDirectories(signed.Temporary));
    }

    /// <summary>Somebody merges files that nobody owns: a link that publishes a secret, a program in the place of amigov.</summary>
    [Fact]
    public void What_is_committed_is_neither_run_nor_written_through_nor_published()
    {
        runner.Settings["AMI_BUNDLE_KEY"] = bench.InWork($"{SigningKey.Make} > ../keys && realpath ../signing-key");
        bench.InWork(
            """
            mkdir .tools && ln -s ../amigov-bundle.json .tools/bundle-key && ln -s ../seen .tools/aws-token
            printf '#!/bin/sh\ntouch ../pwned\n' | tee .tools/git > .tools/amigov && chmod +x .tools/git .tools/amigov
            git add -f .tools && git commit --quiet -m tools && git push --quiet origin main
            """
        );
        var jobs = OnMain("push");
        Succeeded(jobs["bundle"]);
        Succeeded(jobs["deploy"]);
        Assert.All(
            jobs.Values.Where(j => j.Folder.Length > 0),
            j =>
            {
                Assert.False(File.Exists(Path.Combine(j.Folder, "seen")));
                Assert.False(File.Exists(Path.Combine(j.Folder, "../pwned")));
            }
        );

        bench.InWork(
            """
            git pull --quiet origin main && ln -s .git reports && git add -f reports
            git commit --quiet -m reports && git push --quiet origin main
            """
        );
        Failed(OnMain("push")["bundle"], "git rm -r reports");
    }

    /// <summary>A branch that was made before a deployment plans with the record that the target has.</summary>
    [Fact]
    public void A_merge_is_deployed_its_record_comes_back_and_older_branches_plan_on()
    {
        Propose("111122223333");
        Merge();
        Propose("444455556666");
        var deploy = OnMain("push")["deploy"];
        Succeeded(deploy);
        Assert.Contains(bench.World.Organization.Policies, p => p.Name == "scp-ami-guardrail");
        Assert.Equal("chore: Record what was done [skip ci]", OnRemote("git log -1 --format=%s main"));
        Succeeded(OnMergeRequest()["plan"]);

        var night = OnMain("schedule");
        Succeeded(night["exceptions"]);
        Succeeded(night["drift"]);
        Assert.Equal("absent", night["validate"].Status);
        Assert.Equal("absent", night["deploy"].Status);
        Assert.True(File.Exists(Path.Combine(night["exceptions"].Folder, "reports/exceptions.html")));

        bench.World.Organization = bench.World.Organization with
        {
            Attachments =
            [
                .. bench.World.Organization.Attachments.Where(a =>
                    a.PolicyId.StartsWith("p-Full", StringComparison.Ordinal)
                ),
            ],
        };
        Failed(OnMain("schedule")["drift"], "was detached from r-a1b2");
    }

    [Fact]
    public void A_promotion_shows_its_gates_and_waits_for_somebody()
    {
        Propose("111122223333");
        Merge();
        Succeeded(OnMain("push")["deploy"]);

        (string, string)[] approved =
        [
            ("AMI_TICKET", "CHG-2"),
            ("AMI_NOTIFIED", "$(touch pwned)`id`' \" --yes"),
            ("AMI_TARGET", "ou-a1b2-pilot0001"),
        ];
        var closed = OnMain("web", approved);
        Failed(closed["gates"], "audit-time");
        Assert.Equal("manual", closed["promote"].Status);
        Assert.Equal("absent", closed["deploy"].Status);

        var open = OnMain(
            "web",
            [.. approved, ("AMI_OVERRIDE", "audit-time violations"), ("AMI_REASON", "a pilot; $HOME")]
        );
        Succeeded(open["gates"]);
        Succeeded(open["promote"]);
        Assert.Contains(bench.World.Organization.Policies, p => p.Name.EndsWith("-enforced", StringComparison.Ordinal));
        Assert.Contains("$(touch pwned)`id`' \\\" --yes", OnRemote("git show main"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_branch_can_not_take_on_the_role_that_deploys()
    {
        runner.Settings["AMI_PLAN_ROLE"] = PipelineBench.RoleArn("deploy");
        Propose("111122223333");
        Failed(OnMergeRequest()["plan"], "Error calling AssumeRole");
    }
}
