using AmiGovernance.Core.Ports;

namespace AmiGovernance.Tests.Aws;

public sealed class AwsDiagnosticsTests
{
    [Theory]
    [InlineData(AwsFailure.RequestFailed, "AMI0712")]
    [InlineData(AwsFailure.NoCredentials, "AMI0713")]
    [InlineData("ExpiredToken", "AMI0713")]
    [InlineData("UnauthorizedOperation", "AMI0710")]
    [InlineData("AccessDenied", "AMI0710")]
    [InlineData("PolicyInUseException", "AMI0711")]
    public void Each_failure_has_its_code(string error, string code) =>
        Assert.Equal(code, AwsDiagnostics.Of(new AwsException("ec2:DescribeImages", error, "why", null)).Code);

    [Fact]
    public void What_AWS_says_is_made_harmless() =>
        Assert.DoesNotContain(
            '\e',
            AwsDiagnostics.Of(new AwsException("ec2:DescribeImages", "InvalidInput", "\e[2Jboo", null)).Message
        );
}
