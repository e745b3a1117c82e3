using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Validation;

namespace AmiGovernance.Tests.Features.Validation;

public sealed class FixConfigurationTests
{
    private static readonly ValidateRequest Request = new(Samples.ConfigPath, "dist", new DateOnly(2026, 1, 3));

    private readonly InMemoryFileStore files = new();
    private readonly List<Diagnostic> mended = [];
    private readonly DiagnosticBag bag = new();

    [Fact]
    public void What_has_a_safe_fix_is_mended_and_named()
    {
        Write("""{"ops_publisher_account": {"account_id": 123456738923,}}""");
        Assert.Equal(2, FixConfiguration.Run(Request, files, mended, bag));
        Assert.Equal(["AMI0006", "AMI0104"], mended.Select(d => d.Code).Order());
        Assert.Equal(
            """{"ops_publisher_account": {"account_id": "123456738923"}}""",
            System.Text.Encoding.UTF8.GetString(files.Files[Samples.ConfigPath])
        );
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_an_error_and_stays()
    {
        Write("""{"ops_publisher_account": {"account_id": 123456738923}}""");
        files.FailWrites = true;
        Assert.Equal(0, FixConfiguration.Run(Request, files, mended, bag));
        Assert.True(bag.HasErrors);
    }

    private void Write(string config) => files.Files[Samples.ConfigPath] = System.Text.Encoding.UTF8.GetBytes(config);
}
