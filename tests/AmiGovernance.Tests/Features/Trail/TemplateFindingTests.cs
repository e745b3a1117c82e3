using System.Text.Json;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>Of a launch template whose image nobody knows, each version is decided on for itself.</summary>
public sealed class TemplateFindingTests
{
    [Fact]
    public void What_is_decided_on_a_launch_template_holds_for_no_other()
    {
        using var amigov = new Amigov().With(Samples.ConfigPath, Samples.Governance);
        Assert.Equal(0, amigov.Run("generate", "--mode", "enabled").ExitCode);
        amigov.With("logs/a.json", Launch("lt-0aaa"));
        // As earlier versions named the findings of all launch templates of an account.
        amigov.With(
            "triage/launch-333344445555-no-image.json",
            """{ "finding": "launch-333344445555-no-image", "outcome": "noise", "reason": "r", "state": "closed" }"""
        );
        var first = Assert.Single(Open(amigov));
        Assert.StartsWith("launch-333344445555-template-", first, StringComparison.Ordinal);
        string[] close = ["triage", "set", first, "--outcome", "noise", "--state", "closed", "--reason", "gone"];
        Assert.Equal(0, amigov.Run([.. close]).ExitCode);
        Assert.Empty(Open(amigov));

        amigov.With("logs/b.json", Launch("lt-0bbb"));
        var second = Assert.Single(Open(amigov));
        Assert.StartsWith("launch-333344445555-template-", second, StringComparison.Ordinal);
        Assert.NotEqual(first, second);

        // What names nothing at all is still decided by the old name.
        amigov.With("logs/b.json", Launch(null));
        Assert.Empty(Open(amigov));
    }

    private static List<string> Open(Amigov amigov)
    {
        var output = amigov.Run("backtest", "logs", "--update-triage", "--output", "json").Out;
        return
        [
            .. JsonDocument
                .Parse(output)
                .RootElement.GetProperty("findings")
                .EnumerateArray()
                .Where(f => f.GetProperty("open").GetBoolean())
                .Select(f => f.GetProperty("id").GetString()!),
        ];
    }

    private static string Launch(string? template)
    {
        var parameters = template is null
            ? "{}"
            : $$"""
                {"launchTemplate":{"launchTemplateId":"{{template}}","version":"7"} }
                """;
        return $$"""
            {"eventVersion":"1.11","userIdentity":{"arn":"arn:aws:iam::333344445555:role/R"},"eventTime":"2026-01-02T00:00:00Z",
             "eventSource":"ec2.amazonaws.com","eventName":"RunInstances","awsRegion":"us-east-1","requestParameters":{{parameters}},
             "recipientAccountId":"333344445555","eventID":"{{template}}"}
            """;
    }
}
