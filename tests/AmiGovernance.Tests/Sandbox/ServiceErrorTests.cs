using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Tests.Sandbox;

/// <summary>The same mistake has the code and the status of the service that finds it.</summary>
public sealed class ServiceErrorTests
{
    [Theory]
    [InlineData("athena", "UnrecognizedClientException 400", "ThrottlingException 400", "AccessDeniedException 400")]
    [InlineData("autoscaling", "InvalidClientTokenId 403", "Throttling 400", "AccessDenied 403")]
    [InlineData(
        "cloudtrail",
        "UnrecognizedClientException 400",
        "ThrottlingException 400",
        "AccessDeniedException 400"
    )]
    [InlineData("cloudwatch", "UnrecognizedClientException 400", "Throttling 400", "AccessDenied 403")]
    [InlineData("ec2", "AuthFailure 401", "RequestLimitExceeded 503", "UnauthorizedOperation 403")]
    [InlineData("iam", "InvalidClientTokenId 403", "Throttling 400", "AccessDenied 403")]
    [InlineData("s3", "InvalidAccessKeyId 403", "SlowDown 503", "AccessDenied 403")]
    [InlineData("sns", "InvalidClientTokenId 403", "Throttling 400", "AuthorizationError 403")]
    [InlineData("ssm", "UnrecognizedClientException 400", "ThrottlingException 400", "AccessDeniedException 400")]
    [InlineData("sts", "InvalidClientTokenId 403", "Throttling 400", "AccessDenied 403")]
    [InlineData(
        "organizations",
        "UnrecognizedClientException 400",
        "TooManyRequestsException 400",
        "AccessDeniedException 400"
    )]
    public void Each_service_has_its_own_words(string service, string unknownCaller, string tooManyCalls, string denied)
    {
        var errors = ServiceErrors.Of(service);
        Assert.Equal(unknownCaller, Text(errors.UnknownCaller()));
        Assert.Equal(tooManyCalls, Text(errors.TooManyCalls()));
        Assert.Equal(denied, Text(errors.Denied("why")));
    }

    [Theory]
    [InlineData("athena", "InvalidRequestException 400", "InvalidNextTokenException 400", "ExpiredTokenException 400")]
    [InlineData("autoscaling", "ValidationError 400", "InvalidNextToken 400", "ExpiredToken 403")]
    [InlineData("cloudwatch", "ValidationError 400", "InvalidNextToken 400", "ExpiredTokenException 400")]
    [InlineData("ec2", "MissingParameter 400", "InvalidNextToken 400", "RequestExpired 400")]
    [InlineData("logs", "ValidationException 400", "InvalidParameterException 400", "ExpiredTokenException 400")]
    [InlineData("organizations", "InvalidInputException 400", "InvalidInputException 400", "ExpiredTokenException 400")]
    [InlineData("s3", "ValidationError 400", "InvalidNextTokenException 400", "ExpiredToken 400")]
    [InlineData("sns", "ValidationError 400", "InvalidParameterException 400", "ExpiredToken 403")]
    public void So_it_has_for_parameters_pages_and_sessions(
        string service,
        string missing,
        string pageToken,
        string expired
    )
    {
        var errors = ServiceErrors.Of(service);
        Assert.Equal(missing, Text(errors.Missing("Name")));
        Assert.Equal(pageToken, Text(errors.InvalidPageToken()));
        Assert.Equal(expired, Text(errors.ExpiredCaller()));
    }

    private static string Text(SandboxException error) => $"{error.Code} {error.Status}";
}
