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

    private void Approve(string name, string person, string role)
    {
        Git.Git("config", "user.signingkey", keys[person]);
        Git.As(name, $"{person}@company.com")
            .Demand("exception", "approve", "CLOUD-1234", "--as", role, "--reason", "reviewed");
    }

    [Fact]
    public void From_request_to_merge_request_in_one_sitting()
    {
        var approvers = new[] { "sam", "kim" }.Aggregate(
            ExceptionSamples.Approvers,
            (text, person) =>
                text.Replace(
                    $"[\"{person}@company.com\"]",
                    $"[\"{person}@company.com\"], \"signing_keys\": [\"{Fingerprint(person)}\"]",
                    StringComparison.Ordinal
                )
        );
        Git.Write("config/approvers.json", approvers);
        Git.Write("config/exception_process.json", "{ \"require_requests\": true, \"required_assurance\": \"signed\" }\n");
        var without = ExceptionSamples.WithoutEntry(Samples.Runbook, "CLOUD-1234");
        Git.Write(Samples.ConfigPath, ExceptionSamples.WithoutEntry(without, "CLOUD-1201"));
        Git.Demand("generate");
        Git.CommitAll("signatures are demanded");
        bench.Push().Request("CLOUD-1234");
        Git.Git("config", "gpg.format", "ssh");
        Git.Git("config", "commit.gpgsign", "true");
        Approve("Sam Rivera", "sam", "security-lead");
        Approve("Kim Lee", "kim", "cloud-architect");
        bench.Push();
        Git.Git("config", "commit.gpgsign", "false");

        var implemented = Git.Demand("exception", "implement", "CLOUD-1234");
        Assert.Contains("exception/CLOUD-1234-account-123456789012", implemented, StringComparison.Ordinal);
        bench.Merge("exception/CLOUD-1234-account-123456789012");
        Assert.Contains("VALIDATION PASSED", Git.Demand("validate"), StringComparison.Ordinal);
        var shown = Git.Demand("exception", "show", "CLOUD-1234");
        Assert.Contains("Sam Rivera: reviewed (commit ", shown, StringComparison.Ordinal);
        Assert.Equal(2, shown.Split(", signed)\n").Length - 1);
    }
}
