namespace AmiGovernance.Tests.Cli;

/// <summary>Completion knows what the repository names, and asks nobody.</summary>
public sealed class RepositoryCompletionTests
{
    private static readonly Amigov Repository = new Amigov()
        .With(
            "config/ami_publishers.json",
            """
            {
              "exception_accounts": [{ "account_id": "111122223333", "ticket": "CLOUD-7" }],
              "exception_types": { "migration": { "approver_roles": ["security-lead", "cloud-architect"] } },
              "policy_config": { "targets": ["ou-a1b2-pilot0001"] }
            """
        )
        .With("requests/CLOUD-8.json", "{}")
        .With("triage/launch-111122223333-444455556666.json", "{}")
        .With("deployments/0001-20261201T090000Z-99a061.jsonl", "");

    [Theory]
    [InlineData("amigov promote --override ", "audit-time")]
    [InlineData("amigov exception approve ", "CLOUD-8")]
    [InlineData("amigov exception show ", "CLOUD-7")]
    [InlineData("amigov exception approve CLOUD-8 --as ", "security-lead")]
    [InlineData("amigov explain --account ", "111122223333")]
    [InlineData("amigov plan --target ", "ou-a1b2-pilot0001")]
    [InlineData("amigov rollback --deployment ", "20261201T090000Z")]
    [InlineData("amigov triage set ", "launch-111122223333-444455556666")]
    public void It_offers_what_the_files_name(string line, string expected) =>
        Assert.Contains(expected, Repository.Run($"[suggest:{line.Length}]", line).Out.Split('\n'));

    [Fact]
    public void Without_a_repository_it_offers_nothing_of_it()
    {
        const string Line = "amigov exception show ";
        var (exitCode, output, _) = new Amigov().Run($"[suggest:{Line.Length}]", Line);
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("CLOUD", output, StringComparison.Ordinal);
    }
}
