using AmiGovernance.Aws;
using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Features.Verification;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console;
using AmiGovernance.Core.Features.Verification;

namespace AmiGovernance.Tests.Features.Verification;

/// <summary>`verify` by its record and its command line, where it ends before any call; and what its outputs call things.</summary>
public sealed class VerifyRunTests
{
    [Fact]
    public async Task A_Region_that_is_none_is_a_bad_command_line()
    {
        using var error = new StringWriter { NewLine = "\n" };
        using var connection = new AwsConnection(
            new AwsSettings(null, "us-east-1", AwsSettings.OrganizationAccessRole),
            TimeProvider.System
        );
        var context = new CliContext
        {
            Out = TextWriter.Null,
            Error = error,
            In = TextReader.Null,
            Files = new InMemoryFileStore(),
            OpenText = (_, _) => null,
            Time = TimeProvider.System,
            Environment = _ => null,
        };
        var arguments = new VerifyArguments(
            Samples.ConfigPath,
            Accounts: [],
            Regions: ["us-east-1", "Frankfurt"],
            Mode: null,
            "role",
            ApprovedImages: [],
            NotApprovedImages: [],
            Launch: true,
            CloudTrail: false,
            "t3.micro",
            Subnet: null,
            Targets: []
        );
        var code = await VerifyCommand.Run(arguments, context, connection, TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.BadCommandLine, code);
        Assert.Equal("'Frankfurt' is no Region; write it as eu-central-1\n", error.ToString());
    }

    [Theory]
    [InlineData("--approved-image", "i-0123456789abcdef0", "'i-0123456789abcdef0' is no image id")]
    [InlineData("--approved-image", "ami-0123", "'ami-0123' is no image id")]
    [InlineData("--unapproved-image", "Frankfurt=ami-0123456789abcdef0", "'Frankfurt' is no Region")]
    [InlineData("--account", "12", "'12' is no account id; give 12 digits")]
    public void A_value_that_cannot_be_meant_is_named(string option, string value, string message)
    {
        using var amigov = new Amigov();
        var (code, _, error) = amigov.Run("verify", option, value);
        Assert.Equal(ExitCodes.BadCommandLine, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_account_is_under_the_policies_that_is_said()
    {
        var report = new VerificationReport(DateTimeOffset.UnixEpoch, [], [], [], []);
        Assert.Contains("no account is under the policies", VerificationView.Text(report), StringComparison.Ordinal);
        Assert.NotEmpty(VerificationMarkdown.Write(report).ToString());
        Assert.NotEmpty(HtmlFile.Render(VerificationPage.Of(report)));
        Assert.NotEmpty(ReportJson.Of(VerificationJson.Of(report)));
        Assert.Equal(ExitCodes.Incomplete, VerifyCommand.ExitCodeOf(report));
    }

    [Fact]
    public void Every_item_evidence_and_result_has_its_words()
    {
        Assert.All(Enum.GetValues<ChecklistItem>(), item => Assert.NotEmpty(VerificationWords.Of(item).Text));
        Assert.All(Enum.GetValues<EvidenceKind>(), kind => Assert.NotEmpty(VerificationWords.Of(kind).Shows));
        Assert.All(Enum.GetValues<LineResult>(), result => Assert.NotEmpty(VerificationWords.Of(result).Mark));
    }
}
