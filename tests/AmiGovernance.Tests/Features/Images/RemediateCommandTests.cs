using System.Text;
using AmiGovernance.Aws;
using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Features.Images;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Images.Remediation;

namespace AmiGovernance.Tests.Features.Images;

/// <summary>`remediate` and `undo` without a command line: what keeps them from making calls.</summary>
public sealed class RemediateCommandTests : IDisposable
{
    private static readonly AwsSettings Aws = new(null, "us-east-1", AwsSettings.OrganizationAccessRole);
    private static readonly OutputTarget[] Text = [new(OutputFormat.Text, null)];

    private readonly InMemoryFileStore files = new();
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    /// <summary>No test here gets as far as a call.</summary>
    private CliContext Context(Func<AwsSettings, AwsConnection> connect) =>
        new()
        {
            Out = output,
            Error = error,
            In = TextReader.Null,
            Files = files,
            OpenText = (_, _) => null,
            Time = new Amigov.FixedTime(new DateTimeOffset(2026, 1, 3, 12, 0, 0, TimeSpan.Zero)),
            Environment = _ => null,
            Connect = connect,
        };

    public void Dispose()
    {
        output.Dispose();
        error.Dispose();
    }

    private static AwsConnection NotConnected(AwsSettings settings) =>
        throw new InvalidOperationException("AWS must not be reached");

    [Fact]
    public async Task A_list_that_cannot_be_read_reaches_no_AWS()
    {
        files.Files["review.json"] = "{"u8.ToArray();
        var arguments = new RemediateArguments("review.json", Yes: true, Text, Aws);
        var exit = await ImagesRemediateCommand.Run(
            arguments,
            Context(NotConnected),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(ExitCodes.Errors, exit);
        Assert.Contains("review.json:1:", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    [Fact]
    public async Task A_decision_without_approval_makes_no_call_and_no_log()
    {
        files.Files["review.json"] = Encoding.UTF8.GetBytes(
            """
            { "format_version": "1.0", "images": [
              { "account": "111122223333", "region": "us-east-1", "image_id": "ami-0123456789abcdef0", "decision": "private" }
            ] }
            """
        );
        var arguments = new RemediateArguments("review.json", Yes: true, Text, Aws);
        var exit = await ImagesRemediateCommand.Run(
            arguments,
            Context(settings => new AwsConnection(settings, TimeProvider.System)),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(ExitCodes.Errors, exit);
        Assert.Contains("the decision lacks `approved_by`, `ticket`", error.ToString(), StringComparison.Ordinal);
        Assert.False(files.Exists(RemediationLog.Path));
    }

    [Fact]
    public async Task A_log_that_was_changed_takes_nothing_back()
    {
        files.Files[RemediationLog.Path] = "changed\n"u8.ToArray();
        var arguments = new UndoArguments(null, [], Yes: true, Text, Aws);
        var exit = await ImagesUndoCommand.Run(arguments, Context(NotConnected), TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.Errors, exit);
        Assert.Contains("AMI1015", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("images undo --image ami-1", "--image: 'ami-1' is no id of an image")]
    [InlineData("images scan --only-region everywhere", "--only-region: 'everywhere' is no name of a Region")]
    [InlineData("images list --account 12", "--account: '12' is no account id")]
    public void A_name_that_cannot_be_is_a_bad_command_line(string command, string problem)
    {
        using var amigov = new Amigov();
        var (exit, _, message) = amigov.Run(command.Split(' '));
        Assert.Equal(ExitCodes.BadCommandLine, exit);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }
}
