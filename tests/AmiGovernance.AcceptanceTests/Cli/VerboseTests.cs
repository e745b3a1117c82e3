using Amazon.Runtime;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;

namespace AmiGovernance.AcceptanceTests.Cli;

/// <summary>`--verbose` tells each call to AWS, and nothing that could let somebody else make one.</summary>
public sealed class VerboseTests
{
    private const string Key = "AKIAIOSFODNN7EXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const string Token = "IQoJb3JpZ2luX2VjEXAMPLETOKEN";

    private const string Call =
        @"^aws: [a-z0-9-]+:[A-Za-z]+, (own account|account [0-9]{12}), [a-z0-9-]+: [A-Za-z.]+ in [0-9]+ ms, attempt [0-9]+$";

    private static async Task<Amigov> Organization()
    {
        var world = WorldGenerator.Create(new WorldSize(8, 1, 1), TimeProvider.System);
        var sandbox = await SandboxServer.Start(world, cancel: TestContext.Current.CancellationToken);
        return new Amigov { Sandbox = sandbox };
    }

    private static readonly string[] Export = ["org", "export", "organization.json"];

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public async Task Each_call_is_told_on_standard_error_alone()
    {
        using var amigov = await Organization();
        var usual = amigov.Run(Export);
        Assert.Equal(0, usual.ExitCode);
        Assert.DoesNotContain("aws: ", usual.Error, StringComparison.Ordinal);

        var verbose = amigov.Run([.. Export, "--verbose"]);
        Assert.Equal((usual.ExitCode, usual.Out), (verbose.ExitCode, verbose.Out));
        var calls = Lines(verbose.Error).Where(l => l.StartsWith("aws: ", StringComparison.Ordinal)).ToList();
        Assert.All(calls, c => Assert.Matches(Call, c));
        Assert.Contains(
            calls,
            c => c.StartsWith("aws: organizations:DescribeOrganization, own account, ", StringComparison.Ordinal)
        );
        Assert.Contains(calls, c => c.Contains(":ListAccounts, ", StringComparison.Ordinal));
        Assert.Equal(Lines(usual.Error), Lines(verbose.Error).Except(calls));
    }

    /// <summary>Neither who signs, nor with what, nor what a session gave out.</summary>
    [Fact]
    public async Task Credentials_are_never_told()
    {
        using var amigov = await Organization();
        amigov.Credentials = new SessionAWSCredentials(Key, Secret, Token);
        var (_, output, error) = amigov.Run([.. Export, "--verbose"]);
        Assert.Contains("aws: ", error, StringComparison.Ordinal);
        foreach (
            var secret in (string[])[Key, Secret, Token, "Authorization", "Signature", "X-Amz-", "SecretAccessKey"]
        )
            Assert.DoesNotContain(secret, output + error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Nobody_is_quiet_and_tells_each_call()
    {
        using var amigov = await Organization();
        var (code, output, error) = amigov.Run([.. Export, "--verbose", "--quiet"]);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("'--quiet' and '--verbose' do not go together\n", error, StringComparison.Ordinal);
    }
}
