using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Cli;

/// <summary>The questions of commands that call nothing: Ctrl-C at each ends with 130 and leaves no file.</summary>
public sealed class QuestionTests
{
    [Fact]
    public void Ctrl_C_at_any_question_of_init_writes_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("amigov-init-");
        try
        {
            var terminal = new Terminal(folder.FullName, server: null);
            terminal.AssertLeft("(12 digits): ", [], "init");
            terminal.AssertLeft("? [yes]: ", ["Allow the images of Amazon"], Init);
            Assert.Empty(folder.EnumerateFileSystemInfos());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string[] Init =>
        [
            "init",
            "--ops-account",
            "111122223333",
            "--exception-url",
            "https://tickets.company.com",
            "--contact",
            "cloud@company.com",
        ];

    [Fact]
    public void Ctrl_C_at_a_question_of_a_request_writes_nothing()
    {
        using var bench = ExceptionBench.FromStart();
        var before = bench.Git.Git("status", "--porcelain");
        var terminal = new Terminal(bench.Git.Path, server: null);
        terminal.AssertLeft("(12 digits): ", [], "exception", "request", "CLOUD-1234");
        string[] ofAccount = ["exception", "request", "CLOUD-1234", "--account", "123456789012"];
        terminal.AssertLeft("60 days): ", ["Type (emergency"], ofAccount);
        Assert.Equal(before, bench.Git.Git("status", "--porcelain"));
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("reject")]
    public void Ctrl_C_at_the_question_of_a_decision_decides_nothing(string decision)
    {
        using var bench = ExceptionBench.FromStart().Request("CLOUD-1234");
        bench.Git.As("Sam Rivera", "sam@company.com");
        var head = bench.Git.Git("rev-parse", "HEAD");
        var terminal = new Terminal(bench.Git.Path, server: null);
        string[] decide = ["exception", decision, "CLOUD-1234", "--as", "security-lead"];
        terminal.AssertLeft("Reason: ", ["123456789012", "Migration from legacy image pipeline"], decide);
        terminal.AssertLeft(Terminal.Prompt, ["123456789012", " as Sam"], [.. decide, "--reason", "reviewed"]);
        Assert.Equal(head, bench.Git.Git("rev-parse", "HEAD"));
        Assert.Empty(bench.Git.Git("status", "--porcelain"));
    }
}
