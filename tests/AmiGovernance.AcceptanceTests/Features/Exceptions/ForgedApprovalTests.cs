using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Features.Exceptions;

/// <summary>What somebody with write access to a branch tries, and where it is stopped: at the merge gate, not after the merge.</summary>
public sealed class ForgedApprovalTests : IDisposable
{
    private readonly ExceptionBench bench = ExceptionBench.FromStart();

    private GitSandbox Git => bench.Git;

    public void Dispose() => bench.Dispose();

    /// <summary>All that an honest exception leaves, made on a branch by one person under the names of others.</summary>
    private void ForgeOnBranch(string ticket)
    {
        Git.Git("checkout", "--quiet", "-b", "forged");
        bench.Request(ticket).Approve(ticket);
        Git.As("Pat Moreno", "pat@company.com").Demand("exception", "implement", ticket, "--base", "HEAD", "--no-push");
        Git.Git("merge", "--quiet", "--ff-only", $"exception/{ticket}-account-123456789012");
    }

    private string Refused(params string[] command)
    {
        var (exitCode, output, error) = Git.Amigov(command);
        Assert.Equal(1, exitCode);
        return output + error;
    }

    [Fact]
    public void Files_made_by_hand_do_not_pass_the_merge_gate()
    {
        ForgeOnBranch("CLOUD-1234");
        // The same files, in one commit of one person.
        Git.As("Mallory", "mallory@company.com").Git("reset", "--quiet", "--soft", "main");
        Git.Git("commit", "--quiet", "-m", "feat: an exception");
        var said = Refused("validate");
        Assert.Contains("AMI0617", said, StringComparison.Ordinal);
        Assert.Contains("AMI0622", said, StringComparison.Ordinal);
        Assert.Contains("AMI0617", Refused("exception", "check"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_approvers_that_a_branch_writes_counts_for_nothing_there()
    {
        Git.Git("checkout", "--quiet", "-b", "weaker");
        Git.As("Mallory", "mallory@company.com")
            .Write(
                "config/approvers.json",
                ExceptionSamples.Approvers.Replace("sam@company.com", "mallory@company.com", StringComparison.Ordinal)
            );
        Git.CommitAll("first weaker");
        bench.Request("CLOUD-1234");
        var (exitCode, _, error) = Git.As("Mallory", "mallory@company.com")
            .Amigov("exception", "approve", "CLOUD-1234", "--as", "security-lead", "--reason", "mine");
        Assert.Equal(1, exitCode);
        Assert.Contains("AMI0613", error, StringComparison.Ordinal);

        Git.Write("config/approvers.json", ExceptionSamples.Approvers);
        Git.CommitAll("then as it was");
        Assert.Contains("AMI0626", Refused("validate"), StringComparison.Ordinal);
    }

    [Fact]
    public void One_person_under_two_names_counts_for_nobody_where_signatures_are_demanded()
    {
        Git.Write(
            "config/exception_process.json",
            "{ \"required_assurance\": \"signed\", \"require_requests\": true }\n"
        );
        Git.CommitAll("signatures");
        bench.Push();
        ForgeUnsigned();
        var said = Refused("validate");
        Assert.Contains("AMI0619", said, StringComparison.Ordinal);
        Assert.Contains("is not signed", said, StringComparison.Ordinal);
    }

    /// <summary>The branch takes the demand back for itself; the target branch's holds.</summary>
    private void ForgeUnsigned()
    {
        Git.Git("checkout", "--quiet", "-b", "forged");
        bench.Request("CLOUD-1234");
        foreach (var (name, role) in new[] { ("Sam Rivera", "security-lead"), ("Kim Lee", "cloud-architect") })
            Git.As(name, $"{name[..3].ToLowerInvariant()}@company.com")
                .Amigov("exception", "approve", "CLOUD-1234", "--as", role, "--reason", "fine");
        Git.Write("config/exception_process.json", "{}\n");
        Git.Write(Samples.ConfigPath, Samples.Runbook);
        Git.CommitAll("feat: an exception");
    }

    [Fact]
    public void A_history_that_is_cut_off_is_no_evidence()
    {
        bench.Request("CLOUD-1234").Approve("CLOUD-1234").Push();
        Git.Git("fetch", "--quiet", "origin");
        var shallow = Path.Combine(Path.GetDirectoryName(Git.Path)!, "shallow");
        Tool.Run("git", ["clone", "--quiet", "--depth", "1", $"file://{Git.Remote}", shallow]);
        File.Copy(Path.Combine(shallow, ".git", "shallow"), Path.Combine(Git.Path, ".git", "shallow"));
        var said = Refused("validate");
        Assert.Contains("AMI0630", said, StringComparison.Ordinal);
        Assert.Contains("git fetch --unshallow", said, StringComparison.Ordinal);
    }
}
