using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Features.Exceptions;

/// <summary>Who decided is told from a real history: branches, merges, signatures, forged commits.</summary>
public sealed class ApprovalHistoryTests : IDisposable
{
    private readonly ExceptionBench bench = ExceptionBench.FromStart().Request("CLOUD-1234");

    private GitSandbox Git => bench.Git;

    public void Dispose() => bench.Dispose();

    private void Approve(string who, string role) =>
        Git.As(who, $"{who.ToLowerInvariant()}@company.com")
            .Demand("exception", "approve", "CLOUD-1234", "--as", role, "--reason", "fine");

    private (string Out, string Error) Show()
    {
        var (_, output, error) = Git.Amigov("exception", "show", "CLOUD-1234");
        return (output, error);
    }

    private string Record(string role) =>
        "requests/CLOUD-1234/"
        + Path.GetFileName(
            Directory.GetFiles(Path.Combine(Git.Path, "requests", "CLOUD-1234"), $"*{role}.json").Single()
        );

    [Fact]
    public void Two_people_decide_on_two_branches_at_once_and_merging_loses_neither()
    {
        Git.Git("checkout", "--quiet", "-b", "sam");
        Approve("Sam", "security-lead");
        Git.Git("checkout", "--quiet", "-b", "kim", "main");
        Approve("Kim", "cloud-architect");
        Git.As("Pat", "pat@company.com").Git("checkout", "--quiet", "main");
        Git.Git("merge", "--quiet", "--no-ff", "-m", "one", "sam");
        Git.Git("merge", "--quiet", "--no-ff", "-m", "two", "kim");
        var (output, error) = Show();
        Assert.StartsWith("CLOUD-1234: approved\n", output, StringComparison.Ordinal);
        Assert.Empty(error);
    }

    [Fact]
    public void A_decision_commits_its_own_file_and_leaves_other_work_alone()
    {
        Git.Write("notes.txt", "draft");
        Git.Write("staged.txt", "staged");
        Git.Git("add", "staged.txt");
        Approve("Sam", "security-lead");
        Assert.Equal(Record("security-lead"), Git.Git("show", "--name-only", "--format=", "HEAD"));
        Assert.Equal("A  staged.txt\n?? notes.txt", Git.Git("status", "--porcelain"));
    }

    [Fact]
    public void A_squashed_merge_loses_the_person_and_so_the_decision()
    {
        Git.Git("checkout", "--quiet", "-b", "sam");
        Approve("Sam", "security-lead");
        Git.As("Pat", "pat@company.com").Git("checkout", "--quiet", "main");
        Git.Git("merge", "--quiet", "--squash", "sam");
        Git.Git("commit", "--quiet", "-m", "squashed");
        var (output, error) = Show();
        Assert.StartsWith("CLOUD-1234: in review\n", output, StringComparison.Ordinal);
        Assert.Contains("a squashed merge loses that person", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_that_a_merge_drops_is_missed()
    {
        Approve("Sam", "security-lead");
        Git.Git("checkout", "--quiet", "-b", "side", "HEAD~1");
        Git.Git("commit", "--quiet", "--allow-empty", "-m", "side");
        Git.As("Mallory", "mallory@company.com").Git("checkout", "--quiet", "main");
        Git.Git("merge", "--quiet", "--no-ff", "--no-commit", "side");
        Git.Git("rm", "--quiet", "--force", Record("security-lead"));
        Git.Git("commit", "--quiet", "-m", "merge");
        Assert.Contains("the record is gone; commit", Show().Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deleted_record_counts_again_once_it_is_restored()
    {
        Approve("Sam", "security-lead");
        Git.As("Pat", "pat@company.com").Git("rm", "--quiet", Record("security-lead"));
        Git.Git("commit", "--quiet", "-m", "tidy up");
        Assert.Contains("AMI0617", Show().Error, StringComparison.Ordinal);
        Git.Git("revert", "--no-edit", "HEAD");
        Assert.Empty(Show().Error);
        Assert.Contains("✓ security-lead", Show().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forged_record_proves_nothing_and_may_be_deleted()
    {
        Approve("Sam", "security-lead");
        var record = Git.Read(Record("security-lead"));
        Git.As("Mallory", "mallory@company.com")
            .Write(
                "requests/CLOUD-1234/2026-01-03T130000Z-approved-cloud-architect.json",
                record
                    .Replace("sam@", "kim@", StringComparison.Ordinal)
                    .Replace("security-lead", "cloud-architect", StringComparison.Ordinal)
            );
        Git.CommitAll("approved, honestly");
        Assert.Contains("the record was changed after it was written", Show().Error, StringComparison.Ordinal);
        Git.Git("revert", "--no-edit", "HEAD");
        Assert.Empty(Show().Error);
    }

    [Fact]
    public void A_subject_or_a_name_with_control_characters_forges_no_commit()
    {
        var forged = "x\u0001" + new string('a', 40) + "\u0001Sam Rivera\u0001sam@company.com\u0001N\u0001\u0001y";
        Approve("Sam", "security-lead");
        var record = Git.Read(Record("security-lead"));
        Git.As(forged, "mallory@company.com")
            .Write("requests/CLOUD-1234/2026-01-03T130000Z-approved-security-lead.json", record);
        Git.CommitAll(forged);
        var (output, error) = Show();
        Assert.Contains("mallory@company.com> brought it", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u0001', output + error);
    }

    [Fact]
    public void A_shallow_clone_is_told_from_a_history_without_decisions()
    {
        Approve("Sam", "security-lead");
        Git.Git("push", "--quiet", "origin", "main");
        var shallow = Path.Combine(Path.GetDirectoryName(Git.Path)!, "shallow");
        Tool.Run("git", ["clone", "--quiet", "--depth", "1", $"file://{Git.Remote}", shallow]);
        using var repository = new AmiGovernance.Cli.Adapters.Git.GitRepository(
            shallow,
            TimeProvider.System,
            mayPrompt: false
        );
        var failure = Assert.Throws<AmiGovernance.Core.Ports.GitException>(() =>
            repository.Log(repository.Resolve("HEAD")!, "requests")
        );
        Assert.Contains("git fetch --unshallow", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_signature_by_a_key_of_the_person_counts()
    {
        var keys = Path.GetDirectoryName(Git.Path)!;
        string Key(string name)
        {
            Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", Path.Combine(keys, name)]);
            return Tool.Run("ssh-keygen", ["-l", "-f", Path.Combine(keys, name)]).Split(' ')[1];
        }
        var fingerprint = Key("sam");
        Key("other");
        Git.As("Pat", "pat@company.com")
            .Write(
                "config/approvers.json",
                ExceptionSamples.Approvers.Replace(
                    "[\"sam@company.com\"]",
                    $"[\"sam@company.com\"], \"signing_keys\": [\"{fingerprint}\"]",
                    StringComparison.Ordinal
                )
            );
        Git.CommitAll("Sam signs");
        bench.Push();
        Git.Git("config", "gpg.format", "ssh");
        Git.As("Sam", "sam@company.com");

        var unsigned = Git.Amigov("exception", "approve", "CLOUD-1234", "--as", "security-lead", "--reason", "fine");
        Assert.Equal(1, unsigned.ExitCode);
        Assert.Contains("is not signed", unsigned.Error, StringComparison.Ordinal);

        Git.Git("config", "commit.gpgsign", "true");
        Git.Git("config", "user.signingkey", Path.Combine(keys, "other"));
        Git.Now = Git.Now.AddMinutes(1);
        var wrong = Git.Amigov("exception", "approve", "CLOUD-1234", "--as", "security-lead", "--reason", "fine");
        Assert.Contains("which is no key of Sam Rivera", wrong.Error, StringComparison.Ordinal);

        Git.Git("config", "user.signingkey", Path.Combine(keys, "sam"));
        Git.Now = Git.Now.AddMinutes(1);
        Git.Amigov("exception", "approve", "CLOUD-1234", "--as", "security-lead", "--reason", "fine");
        var (output, _) = Show();
        Assert.Contains("✓ security-lead  2026-01-03T12:02:00Z  Sam Rivera: fine", output, StringComparison.Ordinal);
        Assert.Contains(", signed)", output, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_folder_below_the_top_of_a_repository_all_is_the_same()
    {
        var inner = Path.Combine(Git.Path, "teams", "cloud");
        Directory.CreateDirectory(inner);
        Git.Write("teams/cloud/requests/X-1.json", "{}");
        Git.CommitAll("below");
        Git.Write("teams/cloud/requests/X-2.json", "{}");
        using var repository = new AmiGovernance.Cli.Adapters.Git.GitRepository(
            inner,
            TimeProvider.System,
            mayPrompt: false
        );
        var head = repository.Resolve("HEAD")!;
        Assert.Equal(["requests/X-1.json"], repository.List(head, "requests"));
        Assert.Equal("{}", System.Text.Encoding.UTF8.GetString(repository.Read(head, "requests/X-1.json")!.Bytes.Span));
        Assert.Equal(["requests/X-2.json"], repository.Uncommitted("requests"));
        Assert.Equal([("A", "requests/X-1.json")], repository.Log(head, "requests").Single().Changes);
    }
}
