using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Support.Pipelines;

/// <summary>A repository on GitHub, with what people and the host do to it.</summary>
internal sealed class GitHubBench : IDisposable
{
    private const string Pull = "refs/pull/1/merge";

    private readonly PipelineBench bench = new($"github:{GitHubRunner.Repository}");
    private readonly GitHubRunner runner;

    public GitHubBench()
    {
        runner = new GitHubRunner(bench);
        Settings["vars.AMI_PLAN_ROLE"] = PipelineBench.RoleArn("plan");
        Settings["vars.AMI_DEPLOY_ROLE"] = PipelineBench.RoleArn("deploy");
    }

    public CommentHost Host => bench.Host;

    public SandboxWorld World => bench.World;

    public Dictionary<string, string> Settings => runner.Settings;

    /// <summary>What happens between a deployment and the push of its record.</summary>
    public Action? BeforePush
    {
        get => runner.BeforePush;
        set => runner.BeforePush = value;
    }

    public void Dispose() => bench.Dispose();

    /// <summary>A branch with another publisher, and the merge commit that the host makes of it.</summary>
    /// <param name="publisher">Its account.</param>
    /// <param name="more">What else is changed, as a script.</param>
    /// <param name="mode">In which the policies are generated.</param>
    /// <returns>The branch's commit.</returns>
    public string Propose(string publisher, string more = "true", string mode = "audit_mode")
    {
        bench.InWork("git fetch --quiet origin && git switch --quiet -C change origin/main");
        bench.Amigov("publishers", "add", publisher, "--kind", "vendor", "--reason", "a vendor");
        bench.Amigov("generate");
        bench.InWork(more);
        if (more.Contains("config/", StringComparison.Ordinal))
            bench.Amigov("generate", "--mode", mode);
        bench.InWork("git add -A && git commit --quiet -m change && git push --quiet --force origin change");
        bench.InWork("git switch --quiet --detach origin/main && git merge --quiet --no-ff -m merge change");
        bench.InWork($"git push --quiet --force origin HEAD:{Pull} && git switch --quiet change");
        return bench.InWork("git rev-parse HEAD");
    }

    /// <returns>The commit on `main`.</returns>
    public string Merge() =>
        bench.InWork(
            "git fetch --quiet origin && git switch --quiet -C main origin/main && git merge --quiet --no-ff -m merge change && git push --quiet origin main && git rev-parse HEAD"
        );

    public string OnRemote(string script) => PipelineBench.Shell(bench.Remote, script);

    /// <param name="head">The branch's commit.</param>
    /// <param name="from">The repository that the branch is in.</param>
    public IReadOnlyDictionary<string, GitHubJob> OnPull(string head, string from = GitHubRunner.Repository) =>
        runner.Run(
            "ami-governance.yml",
            new GitHubEvent("pull_request", Pull)
            {
                Contexts = new Dictionary<string, string>
                {
                    ["github.event.pull_request.head.repo.full_name"] = from,
                    ["github.event.pull_request.head.sha"] = head,
                },
            }
        );

    public IReadOnlyDictionary<string, GitHubJob> OnMain() => On("push", "ami-governance.yml");

    /// <param name="allowWeaker">As somebody writes it into the form.</param>
    public IReadOnlyDictionary<string, GitHubJob> OnMain(string allowWeaker) =>
        On("workflow_dispatch", "ami-governance.yml", ("inputs.allow_weaker", allowWeaker));

    public IReadOnlyDictionary<string, GitHubJob> Daily() => On("schedule", "ami-daily.yml");

    public IReadOnlyDictionary<string, GitHubJob> Promote(params (string Input, string Value)[] inputs) =>
        On("workflow_dispatch", "ami-promotion.yml", [.. inputs.Select(i => ($"inputs.{i.Input}", i.Value))]);

    private IReadOnlyDictionary<string, GitHubJob> On(
        string name,
        string file,
        params (string Path, string Value)[] contexts
    ) =>
        runner.Run(
            file,
            new GitHubEvent(name, "refs/heads/main") { Contexts = contexts.ToDictionary(c => c.Path, c => c.Value) }
        );
}
