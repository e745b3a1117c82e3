using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Features.Exceptions;

/// <summary>
/// A repository that asks for `signed_or_host_approved`, whose request two people approved by unsigned commits, and the code host on which
/// they may have approved the merge request that brings them.
/// </summary>
internal sealed class ReviewedBench : IDisposable
{
    private readonly ExceptionBench bench = ExceptionBench.FromStart();
    private LoopbackServer? server;

    public ReviewedBench()
    {
        Git.Write("config/exception_process.json", """{ "required_assurance": "signed_or_host_approved" }""");
        Git.CommitAll("how exceptions come about");
        bench.Push();
        Git.Git("checkout", "--quiet", "-b", "cloud-1234");
        bench.Request("CLOUD-1234");
        Requested = Git.Git("rev-parse", "HEAD");
        Approve("Sam Rivera", "sam@company.com", "security-lead");
        Approve("Kim Lee", "kim@company.com", "cloud-architect");
        Decided = Git.Git("rev-parse", "HEAD");
    }

    public GitSandbox Git => bench.Git;

    /// <summary>The commit of the request.</summary>
    public string Requested { get; }

    /// <summary>The commit of the last decision.</summary>
    public string Decided { get; }

    public IReadOnlyList<SeenRequest> Seen => server?.Seen ?? [];

    public ReviewedBench OnGitHub(
        Func<SeenRequest, (int Status, string Body)> answer,
        Func<SeenRequest, string?>? link = null
    )
    {
        server = new LoopbackServer(answer) { Header = asked => link?.Invoke(asked) is { } to ? ("Link", to) : null };
        Git.ReachRemoteAs("git@github.com:cloud/ami-governance.git");
        Git.Environment["GITHUB_TOKEN"] = "token-1";
        Git.Environment["GITHUB_API_URL"] = server.Address;
        return this;
    }

    public ReviewedBench OnGitLab(Func<SeenRequest, (int Status, string Body)> answer)
    {
        server = new LoopbackServer(answer);
        Git.ReachRemoteAs("git@gitlab.company.com:cloud/ami-governance.git");
        Git.Environment["GITLAB_TOKEN"] = "token-2";
        Git.Environment["CI_API_V4_URL"] = $"{server.Address}/api/v4";
        return this;
    }

    /// <summary>Each decision as it is made; a host that is not asked yet vouches for none.</summary>
    private void Approve(string name, string mail, string role) =>
        Git.As(name, mail).Amigov("exception", "approve", "CLOUD-1234", "--as", role, "--reason", "fine");

    public (int ExitCode, string Out, string Error) Show() =>
        Git.As("Pat", "pat@company.com").Amigov("exception", "show", "CLOUD-1234");

    public void Dispose()
    {
        server?.Dispose();
        bench.Dispose();
    }
}
