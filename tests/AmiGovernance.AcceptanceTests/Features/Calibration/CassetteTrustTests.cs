using System.Text;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Calibration;

/// <summary>What a cassette is believed, and that nothing goes on by a fact that is damaged.</summary>
public sealed class CassetteTrustTests : IDisposable
{
    private readonly Amigov amigov = new();
    private readonly CalibrationBench bench = new();

    public CassetteTrustTests()
    {
        amigov.Sandbox = bench.Server;
        Calibrate("scp-characters");
    }

    private void Calibrate(string experiment)
    {
        amigov.Files.Files.Remove("cassette.json");
        var (code, output, error) = Measure("--experiment", experiment);
        Assert.True(code == 0, output + error);
    }

    private (int ExitCode, string Out, string Error) Measure(params string[] more) =>
        amigov.Run(["calibrate", "--account", CalibrationBench.Throwaway.Value, "--yes", .. more]);

    public void Dispose()
    {
        bench.Dispose();
        amigov.Dispose();
    }

    private (int ExitCode, string Out, string Error) Import(params string[] more) =>
        amigov.Run(["calibrate", "--import", "cassette.json", "--unsigned", .. more]);

    private JsonNode Cassette => JsonNode.Parse(Encoding.UTF8.GetString(amigov.Files.Files["cassette.json"]))!;

    private void Change(Action<JsonNode> change)
    {
        var cassette = Cassette;
        change(cassette);
        amigov.With("cassette.json", cassette.ToJsonString());
    }

    private static JsonNode Large(JsonNode cassette) =>
        cassette["calls"]!.AsArray().Single(c => (string)c!["name"]! == "large")!;

    /// <summary>As where a policy of 10,240 characters is too large.</summary>
    private void Refuse(string reason) =>
        Change(c =>
        {
            Large(c)["code"] = "ConstraintViolationException";
            Large(c)["values"] = new JsonObject { ["Reason"] = reason };
        });

    /// <summary>The answers of a sandbox are what amigov takes for granted already.</summary>
    [Fact]
    public void What_AWS_did_not_answer_is_not_measured()
    {
        Assert.Equal("another", (string)Cassette["answered_by"]!);
        var (code, _, error) = Import();
        Assert.Equal(1, code);
        Assert.Contains("AMI1142", error, StringComparison.Ordinal);
        Assert.Contains("something else than AWS answered", error, StringComparison.Ordinal);
        Assert.DoesNotContain(amigov.Files.Files.Keys, p => p.StartsWith("facts/", StringComparison.Ordinal));
        Assert.Equal(0, Import("--not-aws").ExitCode);
    }

    /// <summary>A file is read by every later version (docs/compatibility.md).</summary>
    [Fact]
    public void Cassettes_of_earlier_versions_do_not_say_who_answered()
    {
        Change(c => c.AsObject().Remove("answered_by"));
        Assert.Equal(0, Import().ExitCode);
    }

    /// <summary>No code is what AWS answers to a call that it carries out: it must be said, not left out.</summary>
    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    public void A_code_is_a_text(string code)
    {
        Change(c => Large(c)["code"] = JsonNode.Parse(code));
        var (exit, _, error) = Import("--not-aws");
        Assert.Equal(1, exit);
        Assert.Contains("AMI", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_to_another_call_answers_nothing()
    {
        Change(c => Large(c)["call"] = "organizations:ListRoots");
        Assert.Contains("its calls answer no experiment", Import("--not-aws").Error, StringComparison.Ordinal);
    }

    /// <summary>Of two answers to one call nobody knows which is right.</summary>
    [Fact]
    public void A_call_that_stands_there_twice_answers_nothing()
    {
        Change(c => c["calls"]!.AsArray().Add(Large(c).DeepClone()));
        Assert.Contains("its calls answer no experiment", Import("--not-aws").Error, StringComparison.Ordinal);
    }

    /// <summary>What an experiment answers where its scene fell short, it answers to another question.</summary>
    [Fact]
    public void Without_its_scene_an_answer_counts_for_nothing()
    {
        Calibrate("copy-source");
        Change(c =>
            c["calls"]!.AsArray().Single(call => (string)call!["name"]! == "attached")!["code"] = "AccessDenied"
        );
        Assert.Contains("its calls answer no experiment", Import("--not-aws").Error, StringComparison.Ordinal);
    }

    /// <summary>Scenes take minutes each: those that are finished are not lost.</summary>
    [Fact]
    public void What_was_measured_before_an_interruption_is_kept()
    {
        bench.World.PolicyLag = new Lag(TimeSpan.Zero, 2);
        amigov.WhileWaiting = amigov.Interrupt;
        var (code, output, error) = Measure("--to", "begun.json");
        Assert.True(code == 130, output + error);
        Assert.Contains("cassette: begun.json", output, StringComparison.Ordinal);
        Assert.Empty(bench.Left());
        using var other = new Amigov().With("cassette.json", Encoding.UTF8.GetString(amigov.Files.Files["begun.json"]));
        Assert.Equal(0, other.Run(["calibrate", "--import", "cassette.json", "--not-aws", "--unsigned"]).ExitCode);
    }

    /// <summary>Another limit says nothing of the size of a policy (Organizations API reference, ConstraintViolationException).</summary>
    [Fact]
    public void Another_limit_is_not_that_of_the_size()
    {
        Refuse("POLICY_NUMBER_LIMIT_EXCEEDED");
        Assert.Contains("its calls answer no experiment", Import("--not-aws").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_AWS_answered_does_not_give_way_to_a_sandbox()
    {
        Change(c => c["answered_by"] = "aws");
        Assert.Equal(0, Import().ExitCode);
        Assert.Contains("| scp-characters | 10240 | measured |", amigov.Run(["facts", "-o", "markdown"]).Out);
        Change(c => c["answered_by"] = "another");
        var (code, _, error) = Import("--not-aws");
        Assert.Equal(1, code);
        Assert.Contains("AWS did not answer it", error, StringComparison.Ordinal);
        Assert.Equal(0, Import("--not-aws", "--replace").ExitCode);
        Assert.Contains("NOT answered by AWS", amigov.Run(["facts", "-o", "markdown"]).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_generated_by_a_fact_that_does_not_count()
    {
        amigov.With(Samples.ConfigPath, Samples.Governance);
        Refuse("POLICY_CONTENT_LIMIT_EXCEEDED");
        Assert.Equal(0, Import("--not-aws").ExitCode);
        Assert.Equal(0, amigov.Run(["generate"]).ExitCode);
        var (_, generated, told) = amigov.Run(["generate"]);
        Assert.Contains("of 5,120 characters", generated + told, StringComparison.Ordinal);
        foreach (
            var path in amigov.Files.Files.Keys.Where(p => p.Contains("cassettes", StringComparison.Ordinal)).ToList()
        )
            amigov.Files.Files.Remove(path);
        foreach (var command in (string[])["generate", "validate", "plan", "apply", "promote"])
        {
            var (code, _, error) = amigov.Run([command]);
            Assert.Equal((command, 1), (command, code));
            Assert.Contains("error AMI1144", error, StringComparison.Ordinal);
        }
        // What is damaged is written anew.
        Assert.Equal(0, Import("--not-aws").ExitCode);
        Assert.Equal(0, amigov.Run(["generate"]).ExitCode);
    }
}
