using System.Text.Json;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>Images that end or are switched off, and images that a parameter names: what is told of them.</summary>
public sealed class ImageLifeTests
{
    private const string Image = "ami-0123456789abcdef0";
    private const string Parameter = "resolve:ssm:/golden/linux:prod";

    private static int number;

    private static string Call(string day, string name, string account, string image, string more = "") =>
        $$"""{"eventVersion":"1.11","userIdentity":{"arn":"arn:aws:iam::{{account}}:role/R"},"eventTime":"2026-01-{{day}}T00:00:00Z","eventSource":"ec2.amazonaws.com","eventName":"{{name}}","awsRegion":"us-east-1","requestParameters":{"imageId":"{{image}}"},"recipientAccountId":"{{account}}",{{more}}"eventID":"{{Interlocked.Increment(
            ref number
        )}}"}""";

    private static Amigov Governed(params string[] calls)
    {
        var amigov = new Amigov().With("config/ami_publishers.json", Samples.Governance);
        Assert.Equal(0, amigov.Run("generate", "--mode", "enabled").ExitCode);
        amigov.Now = new DateTimeOffset(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);
        return amigov.With("logs/a.json", string.Concat(calls));
    }

    private static JsonElement[] Findings(Amigov amigov)
    {
        var (_, output, error) = amigov.Run("backtest", "logs", "--output", "json");
        Assert.True(output.Length > 0, error);
        return [.. JsonDocument.Parse(output).RootElement.GetProperty("findings").EnumerateArray()];
    }

    [Theory]
    [InlineData("DeregisterImage", "deregistered")]
    [InlineData("DisableImage", "disabled")]
    public void A_finding_says_who_ended_an_image_and_whose_it_was(string name, string word)
    {
        using var amigov = Governed(
            Call("02", "RunInstances", "333344445555", Image),
            Call("05", name, "999988887777", Image)
        );
        var finding = Assert.Single(Findings(amigov));
        Assert.Equal("999988887777", finding.GetProperty("owner").GetString());
        var told = $"{Image} was {word} on 2026-01-05 by arn:aws:iam::999988887777:role/R";
        Assert.Equal([told], finding.GetProperty("ended").EnumerateArray().Select(e => e.GetString()));
        Assert.Contains(told, amigov.Run("backtest", "logs", "--details").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_that_was_switched_on_again_has_not_ended()
    {
        using var amigov = Governed(
            Call("02", "RunInstances", "333344445555", Image),
            Call("05", "DisableImage", "999988887777", Image),
            Call("06", "EnableImage", "999988887777", Image),
            Call("07", "EnableImageDeprecation", "999988887777", Image)
        );
        Assert.Empty(Assert.Single(Findings(amigov)).GetProperty("ended").EnumerateArray());
    }

    [Fact]
    public void What_ends_an_image_is_no_finding_and_no_denial()
    {
        const string Denied =
            """ "errorCode":"Client.UnauthorizedOperation","errorMessage":"You are not authorized", """;
        using var amigov = Governed(
            Call("05", "DeregisterImage", "333344445555", Image),
            Call("06", "DisableImage", "333344445555", Image, Denied)
        );
        Assert.Empty(Findings(amigov));
        var scanned = amigov.Run("trail", "scan", "logs").Out;
        Assert.DoesNotContain("DENIED BY", scanned, StringComparison.Ordinal);
        Assert.Contains("IMAGES ENDED, SWITCHED OFF OR ON", scanned, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_call_tells_nothing_of_the_owner()
    {
        const string Failed = """ "errorCode":"Client.InvalidAMIID.NotFound","errorMessage":"x", """;
        using var amigov = Governed(
            Call("02", "RunInstances", "333344445555", Image),
            Call("05", "DeregisterImage", "999988887777", Image, Failed)
        );
        var finding = Assert.Single(Findings(amigov));
        Assert.Equal(ImageOwners.Unknown, finding.GetProperty("owner").GetString());
    }

    [Fact]
    public void A_parameter_keeps_its_name_in_finding_roll_up_and_output()
    {
        using var amigov = Governed(Call("02", "RunInstances", "333344445555", Parameter));
        var finding = Assert.Single(Findings(amigov));
        Assert.StartsWith(
            "launch-333344445555-parameter-",
            finding.GetProperty("id").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal([Parameter], finding.GetProperty("images").EnumerateArray().Select(i => i.GetString()));
        Assert.Equal(
            "aws ssm get-parameter --region us-east-1 --name /golden/linux:prod",
            finding.GetProperty("advice").GetProperty("command").GetString()
        );
        var text = amigov.Run("backtest", "logs", "--details").Out;
        Assert.Contains($"(named by {Parameter})", text, StringComparison.Ordinal);
        Assert.Contains(Parameter, amigov.Run("trail", "scan", "logs", "--by", "image").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_answer_resolves_is_the_image_and_not_the_parameter()
    {
        const string Answer = $"\"responseElements\":{{\"instancesSet\":{{\"items\":[{{\"imageId\":\"{Image}\"}}]}}}},";
        using var amigov = Governed(Call("02", "RunInstances", "333344445555", Parameter, Answer));
        Assert.Equal(
            [Image],
            Assert.Single(Findings(amigov)).GetProperty("images").EnumerateArray().Select(i => i.GetString())
        );
    }

    [Theory]
    [InlineData("resolve:ssm:/a:3")]
    [InlineData("resolve:ssm:/a:latest")]
    [InlineData("resolve:ssm:a")]
    public void A_parameter_is_no_launch_template(string reference) => Assert.Null(LaunchedTemplate.Parse(reference));
}
