namespace AmiGovernance.Tests.Features.Trail;

public sealed class BucketAddressTests
{
    [Theory]
    [InlineData("s3://", "names no bucket")]
    [InlineData("s3://bucket logs", "runs of their own")]
    [InlineData("s3://bucket --account 12", "12 digits")]
    public void A_wrong_address_is_a_wrong_command_line(string arguments, string message)
    {
        using var amigov = new Amigov();
        var (code, _, error) = amigov.Run(["trail", "scan", .. arguments.Split(' ')]);
        Assert.Equal((2, true), (code, error.Contains(message, StringComparison.Ordinal)));
    }
}
