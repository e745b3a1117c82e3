using System.Text;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions.Requests;

namespace AmiGovernance.AcceptanceTests.Features.Exceptions;

/// <summary>What somebody with write access to a branch tries, and where it is stopped: at the merge gate, not after the merge.</summary>
public sealed class ForgedApprovalTests : IDisposable
{
    private readonly ExceptionBench bench = ExceptionBench.FromStart();

    /// <summary>The list, but for one who decides.</summary>
    private static string PatDecides { get; } =
        ExceptionSamples.Approvers.Replace(
            "\"cloud_architect\": [\"kim\"]",
            "\"cloud_architect\": [\"pat\"]",
            StringComparison.Ordinal
        );

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

    /// <summary>
    /// A branch without anything of the process looks as if nobody had to ask; where the target branch cannot be read, that is not known.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_the_target_branch_demands_is_not_taken_for_nothing(bool isCutOff)
    {
        bench.Push();
        Git.Git("checkout", "--quiet", "-b", "bare");
        Git.Git("rm", "--quiet", "-r", "config/approvers.json", "config/exception_process.json", "--ignore-unmatch");
        Git.Write(Samples.ConfigPath, Samples.Runbook);
        Git.CommitAll("feat: an exception");
        if (isCutOff)
            File.WriteAllText(Path.Combine(Git.Path, ".git", "shallow"), Git.Git("rev-parse", "HEAD") + "\n");
        else
            Git.Git("update-ref", "-d", "refs/remotes/origin/main");
        Git.Environment["AMIGOV_TARGET_BRANCH"] = "main";
        Assert.Contains(isCutOff ? "AMI0630" : "AMI0624", Refused("validate"), StringComparison.Ordinal);
    }

    /// <summary>Whoever may push a branch could give it the usual name.</summary>
    [Fact]
    public void The_default_branch_of_a_remote_is_not_guessed()
    {
        bench.Request("CLOUD-1234").Approve("CLOUD-1234").Push();
        Git.Git("remote", "set-head", "origin", "--delete");
        var said = Refused("exception", "approve", "CLOUD-1234", "--as", "security-lead", "--reason", "again");
        Assert.Contains("AMI0624", said, StringComparison.Ordinal);
        Assert.Contains("git remote set-head origin --auto", said, StringComparison.Ordinal);
        Git.Git("remote", "set-head", "origin", "main");
        Assert.DoesNotContain("AMI0624", Git.Amigov("exception", "show", "CLOUD-1234").Error, StringComparison.Ordinal);
    }

    /// <summary>A record of an implementation is no decision, and anybody can write one.</summary>
    [Fact]
    public void What_says_that_it_was_implemented_approves_nothing()
    {
        Git.Git("checkout", "--quiet", "-b", "forged");
        bench.Request("CLOUD-1234");
        var record = new RequestRecord(
            RequestEvent.Implemented,
            "CLOUD-1234",
            new string('0', 64),
            Git.Now,
            new GitIdentity("Kim Lee", "kim@company.com")
        )
        {
            ExpiresOn = new DateOnly(2026, 4, 3),
        }.Sealed();
        Git.Write(RequestPaths.Record(record), Encoding.UTF8.GetString(record.ToJson()));
        Git.Write(Samples.ConfigPath, Samples.Runbook);
        Git.CommitAll("feat: an exception");
        Assert.Contains("AMI0622", Refused("validate"), StringComparison.Ordinal);
        Assert.Contains("AMI0622", Refused("exception", "check"), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_must_approve_is_not_for_the_branch_to_say()
    {
        Git.Git("checkout", "--quiet", "-b", "weaker");
        var config = Git.Read(Samples.ConfigPath);
        const string Types = "{ \"migration\": { \"max_days\": 366, \"approver_roles\": [\"platform_team\"] } }";
        var at = config.IndexOf('{', StringComparison.Ordinal) + 1;
        Git.Write(Samples.ConfigPath, config.Insert(at, $"\n  \"exception_types\": {Types},"));
        Git.CommitAll("other approvers");
        bench.Request("CLOUD-1234");
        var (exitCode, _, error) = Git.As("Pat Moreno", "pat@company.com")
            .Amigov("exception", "approve", "CLOUD-1234", "--as", "platform_team", "--reason", "mine");
        Assert.Equal(0, exitCode);
        Assert.Empty(error);
        Assert.Contains(
            "is not approved",
            Refused("exception", "implement", "CLOUD-1234", "--base", "HEAD", "--no-push"),
            StringComparison.Ordinal
        );
    }

    /// <summary>`git log -c` shows no file of such a merge, since it is as in one of its parents.</summary>
    [Fact]
    public void A_merge_that_brings_an_old_list_back_is_a_change()
    {
        var old = Git.Git("rev-parse", "HEAD");
        Git.Write("config/approvers.json", PatDecides);
        Git.CommitAll("Kim leaves");
        bench.Push();
        Git.Git("checkout", "--quiet", "-b", "back");
        Git.Git("checkout", old, "--", "config/approvers.json");
        var merge = Git.Git("commit-tree", Git.Git("write-tree"), "-p", "main", "-p", old, "-m", "Merge main");
        Git.Git("reset", "--quiet", "--hard", merge);
        Assert.Contains("AMI0626", Refused("validate"), StringComparison.Ordinal);
    }

    /// <summary>A merge that squashes leaves the words on their old branch, where nobody has used them up.</summary>
    [Fact]
    public void Words_for_a_change_that_was_taken_back_do_not_count_again()
    {
        Git.Git("checkout", "--quiet", "-b", "new");
        Git.As("Alex Doe", "alex@company.com").Write("config/approvers.json", PatDecides);
        Git.CommitAll("Pat decides");
        foreach (var (name, mail) in new[] { ("Sam Rivera", "sam@company.com"), ("Kim Lee", "kim@company.com") })
            Git.As(name, mail).Demand("exception", "approve-approvers", "--reason", "Kim leaves");
        Git.Demand("validate");

        Git.Git("checkout", "--quiet", "main");
        Git.Git("merge", "--quiet", "--squash", "new");
        Git.Git("commit", "--quiet", "-m", "Pat decides");
        bench.Push();
        Git.Demand("validate");
        Git.Git("revert", "--no-edit", "HEAD");
        bench.Push();

        Git.As("Mallory", "mallory@company.com").Git("checkout", "--quiet", "-b", "again", "new");
        Assert.Contains("AMI0626", Refused("validate"), StringComparison.Ordinal);
        Git.Git("merge", "--quiet", "--no-edit", "-X", "ours", "main");
        Git.Git("checkout", "new", "--", "config");
        Git.Git("commit", "--quiet", "--amend", "--no-edit");
        Assert.Contains("AMI0626", Refused("validate"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_list_is_not_taken_away_by_one_person()
    {
        Git.Git("checkout", "--quiet", "-b", "none");
        var without = ExceptionSamples.WithoutEntry(Git.Read(Samples.ConfigPath), "CLOUD-1201");
        Git.As("Mallory", "mallory@company.com").Write(Samples.ConfigPath, without);
        Git.Git("rm", "--quiet", "config/approvers.json");
        Git.Demand("generate");
        Git.CommitAll("simpler");
        Assert.Contains("AMI0626", Refused("validate"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_that_the_target_branch_has_is_not_deleted()
    {
        bench.Request("CLOUD-1234");
        Git.As("Sam Rivera", "sam@company.com")
            .Demand("exception", "reject", "CLOUD-1234", "--as", "security-lead", "--reason", "no");
        bench.Push();
        Git.Git("checkout", "--quiet", "-b", "without");
        Git.Git("rm", "--quiet", "-r", "requests");
        Git.CommitAll("tidy up");
        Assert.Contains("AMI0617", Refused("validate"), StringComparison.Ordinal);
        // A branch that began before the request came knows nothing of it, and is fine.
        Git.Git("checkout", "--quiet", "-b", "before", "main~2");
        Git.Demand("validate");
    }
}
