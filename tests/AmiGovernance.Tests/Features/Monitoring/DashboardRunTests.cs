using AmiGovernance.Aws;
using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Features.Monitoring;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Tests.Features.Monitoring;

/// <summary>`dashboard plan` and `apply` by their records, where they end before any call.</summary>
public sealed class DashboardRunTests : IDisposable
{
    private readonly InMemoryFileStore files = new();
    private readonly StringWriter error = new() { NewLine = "\n" };

    private CliContext Context =>
        new()
        {
            Out = TextWriter.Null,
            Error = error,
            In = TextReader.Null,
            Files = files,
            OpenText = (_, _) => null,
            Time = new Amigov.FixedTime(new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero)),
            Environment = _ => null,
        };

    private static readonly DashboardArguments Watched = new(
        "trail",
        null,
        10,
        Samples.ConfigPath,
        new DateOnly(2026, 12, 1)
    );

    private static AwsConnection In(string region) =>
        new(new AwsSettings(null, region, AwsSettings.OrganizationAccessRole), TimeProvider.System);

    private Task<int> Apply(string? planFile, Func<AwsConnection> connect) =>
        DashboardApplyCommand.Run(
            new DashboardApplyArguments(planFile, Watched, Adopt: false, Delete: false, Why: "", Yes: true),
            Context,
            _ => connect(),
            TestContext.Current.CancellationToken
        );

    public void Dispose() => error.Dispose();

    [Fact]
    public async Task A_plan_that_cannot_be_read_is_an_error_before_AWS_is_reached()
    {
        var code = await Apply("plan.json", () => throw new InvalidOperationException("AWS was reached"));
        Assert.Equal(ExitCodes.Errors, code);
        Assert.Contains("AMI0001", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Region_of_the_environment_that_is_none_is_a_bad_command_line()
    {
        Assert.Equal(ExitCodes.BadCommandLine, await Apply(null, () => In("Frankfurt")));
        Assert.Equal("'Frankfurt' is no Region; write it as eu-central-1\n", error.ToString());
    }

    [Fact]
    public async Task A_configuration_that_is_not_there_is_an_error_before_AWS_is_asked()
    {
        using var connection = In("eu-central-1");
        var arguments = new DashboardPlanArguments(
            Watched,
            Adopt: false,
            Delete: false,
            null,
            DetailedExitCode: false,
            []
        );
        var code = await DashboardPlanCommand.Run(
            arguments,
            Context,
            connection,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(ExitCodes.Errors, code);
        Assert.Contains("AMI0001", error.ToString(), StringComparison.Ordinal);
    }
}
