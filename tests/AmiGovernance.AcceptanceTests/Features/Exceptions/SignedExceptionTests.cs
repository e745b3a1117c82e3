using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Features.Exceptions;

/// <summary>The runbook's example where signatures and requests are demanded, with SSH keys made here.</summary>
public sealed class SignedExceptionTests : IDisposable
{
    private readonly ExceptionBench bench = ExceptionBench.FromStart();
    private readonly Dictionary<string, string> keys = [];

    private GitSandbox Git => bench.Git;

    public void Dispose() => bench.Dispose();

    private string Fingerprint(string name)
    {
        var path = Path.Combine(Path.GetDirectoryName(Git.Path)!, name);
        Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path]);
        keys[name] = path;
        return Tool.Run("ssh-keygen", ["-l", "-f", path]).Split(' ')[1];
    }

    private void Sign(string person)
    {
        Git.Git("config", "user.signingkey", keys[person]);
        Git.Git("config", "gpg.format", "ssh");
        Git.Git("config", "commit.gpgsign", "true");
    }

    private void Demand(string assurance)
    {
        var approvers = new[] { "sam", "kim", "alex" }.Aggregate(
            ExceptionSamples.Approvers,
            (text, person) =>
                text.Replace(
                    $"[\"{person}@company.com\"]",
                    $"[\"{person}@company.com\"], \"signing_keys\": [\"{Fingerprint(person)}\"]",
                    StringComparison.Ordinal
                )
        );
        Git.Write("config/approvers.json", approvers);
        Git.Write(
            "config/exception_process.json",
            $"{{ \"require_requests\": true, \"required_assurance\": \"{assurance}\" }}\n"
        );
    }

    private void Approve(string name, string person, string role)
    {
        Sign(person);
        Git.As(name, $"{person}@company.com")
            .Demand("exception", "approve", "CLOUD-1234", "--as", role, "--reason", "reviewed");
    }

    /// <summary>Where a signature speaks for a decision, no code host is asked.</summary>
    [Theory]
    [InlineData("signed")]
    [InlineData("signed_or_host_approved")]
    public void From_request_to_merge_request_in_one_sitting(string assurance)
    {
        Demand(assurance);
        var without = ExceptionSamples.WithoutEntry(Samples.Runbook, "CLOUD-1234");
        Git.Write(Samples.ConfigPath, ExceptionSamples.WithoutEntry(without, "CLOUD-1201"));
        Git.Demand("generate");
        Git.CommitAll("signatures are demanded");
        bench.Push();
        Sign("alex");
        bench.Request("CLOUD-1234");
        Approve("Sam Rivera", "sam", "security-lead");
        Approve("Kim Lee", "kim", "cloud-architect");
        bench.Push();
        Git.Git("config", "commit.gpgsign", "false");

        var implemented = Git.Demand("exception", "implement", "CLOUD-1234");
        Assert.Contains("exception/CLOUD-1234-account-123456789012", implemented, StringComparison.Ordinal);
        bench.Merge("exception/CLOUD-1234-account-123456789012");
        Assert.Contains("VALIDATION PASSED", Git.Demand("validate"), StringComparison.Ordinal);
        using var host = new LoopbackServer(_ => (500, ""));
        Git.ReachRemoteAs("git@github.com:cloud/ami-governance.git");
        Git.Environment["GITHUB_TOKEN"] = "token-1";
        Git.Environment["GITHUB_API_URL"] = host.Address;
        var shown = Git.Demand("exception", "show", "CLOUD-1234");
        Assert.Empty(host.Seen);
        Assert.Contains("Sam Rivera: reviewed (commit ", shown, StringComparison.Ordinal);
        Assert.Equal(2, shown.Split(", signed)\n").Length - 1);
    }

    /// <summary>Whoever decides could have written it, in the name of a colleague.</summary>
    [Theory]
    [InlineData("alex@company.com", "is not signed")]
    [InlineData("pat@company.com", "no commit of that person holds the request as it stands")]
    public void A_request_that_its_requester_did_not_sign_is_not_decided_on(string author, string why)
    {
        Demand("signed");
        Git.CommitAll("signatures are demanded");
        bench.Push();
        bench.Request("CLOUD-1234");
        Git.As("Somebody", author).Git("commit", "--quiet", "--amend", "--no-edit", "--reset-author");
        Sign("sam");
        var (exitCode, _, error) = Git.As("Sam Rivera", "sam@company.com")
            .Amigov("exception", "approve", "CLOUD-1234", "--as", "security-lead", "--reason", "reviewed");
        Assert.Equal(1, exitCode);
        Assert.Contains("error AMI0619", error, StringComparison.Ordinal);
        Assert.Contains(why, error, StringComparison.Ordinal);
    }

    /// <summary>Records that were signed all the same, by a tool that asks for less.</summary>
    [Fact]
    public void Decisions_on_a_request_that_is_not_signed_do_not_count()
    {
        Demand("unsigned");
        Git.CommitAll("nothing is demanded");
        bench.Push().Request("CLOUD-1234");
        Sign("sam");
        Approve("Sam Rivera", "sam", "security-lead");
        Approve("Kim Lee", "kim", "cloud-architect");
        Git.Write("config/exception_process.json", """{ "required_assurance": "signed" }""");
        Git.CommitAll("signatures are demanded");
        bench.Push();
        var (exitCode, output, error) = Git.Amigov("exception", "implement", "CLOUD-1234");
        Assert.Equal(1, exitCode);
        Assert.Contains("error AMI0619", error, StringComparison.Ordinal);
        Assert.Contains("is not approved", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_asks_without_a_signature_is_told_at_once()
    {
        Demand("signed");
        Git.CommitAll("signatures are demanded");
        bench.Push();
        var (exitCode, _, error) = Git.As("Alex Kim", "alex@company.com")
            .Amigov("exception", "request", "CLOUD-1234", "--from", "runbook-form.txt");
        Assert.Equal(0, exitCode);
        Assert.Contains("warning AMI0619", error, StringComparison.Ordinal);
        Sign("alex");
        Git.Git("commit", "--quiet", "--amend", "--no-edit", "-S");
        Assert.DoesNotContain("AMI0619", Git.Amigov("validate").Error, StringComparison.Ordinal);
    }
}
