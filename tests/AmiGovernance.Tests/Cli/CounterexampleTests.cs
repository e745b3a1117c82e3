using System.Text;
using System.Text.Json.Nodes;

namespace AmiGovernance.Tests.Cli;

/// <summary>The command beside a counterexample answers as the counterexample says it does.</summary>
public sealed class CounterexampleTests
{
    private const string Scp = "dist/scp-ami-guardrail.json";
    private const string Alone = "; the declarative policy alone stops ";

    [Theory]
    [InlineData("DenyEC2LaunchWithNonApprovedAMIs", true)]
    [InlineData("DenyLaunchByOthersOf222233334444", false)]
    [InlineData("DenyAMICreationAndSideload", false)]
    [InlineData("DenyPublicAMISharing", true)]
    [InlineData("DenyGuardrailChanges", true)]
    public void Explain_denies_where_the_declarative_policy_alone_stops_it(string statement, bool isStopped)
    {
        using var amigov = new Amigov { Now = new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero) }.With(
            Samples.ConfigPath,
            Samples.Governance
        );
        Assert.Equal(0, amigov.Run("generate", "--mode", "enabled").ExitCode);
        Drop(amigov, statement);

        var (code, output, _) = amigov.Run("prove", "--output", "json");

        Assert.Equal(3, code);
        var refuted = JsonNode.Parse(output)!["guarantees"]!
            .AsArray()
            .First(g => (string?)g!["outcome"] == "refuted" && g["counterexample"] is not null)!;
        Assert.Equal(isStopped, ((string)refuted["reason"]!).Contains(Alone, StringComparison.Ordinal));
        var answer = amigov.Run([.. ((string)refuted["counterexample"]!).Split(' ').Skip(1)]);
        Assert.Equal(isStopped ? 3 : 0, answer.ExitCode);
    }

    private static void Drop(Amigov amigov, string statement)
    {
        var policy = JsonNode.Parse(Encoding.UTF8.GetString(amigov.Files.Files[Scp]))!;
        var statements = policy["Statement"]!.AsArray();
        Assert.True(statements.Remove(statements.Single(s => (string?)s!["Sid"] == statement)));
        amigov.With(Scp, policy.ToJsonString());
    }
}
