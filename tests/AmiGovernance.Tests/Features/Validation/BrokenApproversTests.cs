namespace AmiGovernance.Tests.Features.Validation;

/// <summary>Nothing counts that nobody can read: a list of approvers that is broken is an error of the repository.</summary>
public sealed class BrokenApproversTests
{
    private const string Path = "config/approvers.json";

    [Theory]
    [InlineData("{", "config/approvers.json:1:1: error AMI0004: ")]
    [InlineData("""{ "roles": 1 }""", "config/approvers.json:1:1: error AMI0102: the key `people` is missing")]
    [InlineData("""{ "people": 1 }""", "config/approvers.json:1:13: error AMI0103: ")]
    public void Validate_reports_it(string approvers, string problem)
    {
        using var amigov = new Amigov().With(Samples.ConfigPath, Samples.Clean);
        Assert.Equal(0, amigov.Run("generate").ExitCode);
        Assert.Equal(0, amigov.Run("validate").ExitCode);
        amigov.With(Path, approvers);
        var (code, output, error) = amigov.Run("validate");
        Assert.Equal(1, code);
        Assert.Contains(problem, error, StringComparison.Ordinal);
        Assert.Contains("❌ VALIDATION FAILED", output, StringComparison.Ordinal);
    }
}
