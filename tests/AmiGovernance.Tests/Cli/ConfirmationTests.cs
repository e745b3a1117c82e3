using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Tests.Cli;

public sealed class ConfirmationTests
{
    [Theory]
    [InlineData(1, "Make this call")]
    [InlineData(3, "Make these 3 calls")]
    public void One_is_asked_for_as_one(int count, string question) =>
        Assert.Equal(question, Confirmation.Make(count, "call"));
}
