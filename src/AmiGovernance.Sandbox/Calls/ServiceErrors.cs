using System.Globalization;

namespace AmiGovernance.Sandbox.Calls;

/// <summary>
/// The words of a service for what can be wrong with any call. AWS has no common ones: each service model has its own codes, and
/// older protocols have other statuses ("Common errors" in each API reference).
/// </summary>
internal sealed record ServiceErrors
{
    private const string InvalidToken = "The security token included in the request is invalid.";
    private const string Expired = "The security token included in the request is expired";

    private const string NotValidated = "AWS was not able to validate the provided access credentials";

    /// <summary>Of the services that speak JSON, and of whatever is not known.</summary>
    private static readonly ServiceErrors Json = new()
    {
        Missing = name => IsNull("ValidationException", name),
        InvalidValue = message => new("ValidationException", message),
        InvalidPageToken = () => new("InvalidNextTokenException", "The token is not valid."),
        InvalidPageSize = size => OutOfRange("ValidationException", size),
        UnknownCaller = () => new("UnrecognizedClientException", InvalidToken),
        ExpiredCaller = () => new("ExpiredTokenException", Expired),
        WrongSignature = message => new("InvalidSignatureException", message, 403),
        UnusableRegion = () => new("UnrecognizedClientException", InvalidToken, 403),
        Denied = message => new("AccessDeniedException", message),
        TooManyCalls = () => new("ThrottlingException", "Rate exceeded"),
        UnknownOperation = message => new("UnknownOperationException", message),
    };

    /// <summary>Of the services that speak the query protocol.</summary>
    private static readonly ServiceErrors Query = Json with
    {
        Missing = name => IsNull("ValidationError", name),
        InvalidPageSize = size => OutOfRange("ValidationError", size),
        UnknownCaller = () => new("InvalidClientTokenId", InvalidToken, 403),
        ExpiredCaller = () => new("ExpiredToken", Expired, 403),
        WrongSignature = message => new("SignatureDoesNotMatch", message, 403),
        UnusableRegion = () => new("InvalidClientTokenId", InvalidToken, 403),
        Denied = message => new("AccessDenied", message, 403),
        TooManyCalls = () => new("Throttling", "Rate exceeded"),
        UnknownOperation = message => new("InvalidAction", message),
    };

    private static readonly Dictionary<string, ServiceErrors> Known = new(StringComparer.Ordinal)
    {
        ["account"] = Json with { TooManyCalls = () => new("TooManyRequestsException", "Rate exceeded", 429) },
        ["athena"] = Json with { Missing = name => new("InvalidRequestException", $"{name} must not be null") },
        ["autoscaling"] = Query with { InvalidPageToken = () => new("InvalidNextToken", "The token is not valid.") },
        ["cloudtrail"] = Json with { InvalidPageSize = OutOfCloudTrailsRange },
        // It speaks JSON, CBOR and the query protocol, and has words of both kinds.
        ["cloudwatch"] = Query with
        {
            InvalidPageToken = () => new("InvalidNextToken", "The token is not valid."),
            UnknownCaller = Json.UnknownCaller,
            ExpiredCaller = Json.ExpiredCaller,
            WrongSignature = Json.WrongSignature,
            UnusableRegion = Json.UnusableRegion,
        },
        ["ec2"] = Ec2,
        ["iam"] = Query,
        ["logs"] = Json with { InvalidPageToken = InvalidNextTokenParameter },
        ["organizations"] = Organizations,
        ["s3"] = S3,
        ["sns"] = Query with
        {
            InvalidPageToken = InvalidNextTokenParameter,
            Denied = message => new("AuthorizationError", message, 403),
        },
        ["sts"] = Query,
    };

    /// <summary>A parameter that the call needs, by its name, is not there.</summary>
    public required Func<string, SandboxException> Missing { get; init; }

    public required Func<string, SandboxException> InvalidValue { get; init; }

    public required Func<SandboxException> InvalidPageToken { get; init; }

    public required Func<WantedPageSize, SandboxException> InvalidPageSize { get; init; }

    /// <summary>Nobody has the access key, or its session token is another.</summary>
    public required Func<SandboxException> UnknownCaller { get; init; }

    public required Func<SandboxException> ExpiredCaller { get; init; }

    public required Func<string, SandboxException> WrongSignature { get; init; }

    /// <summary>The account has not opted in to the Region, or there is no such Region.</summary>
    public required Func<SandboxException> UnusableRegion { get; init; }

    public required Func<string, SandboxException> Denied { get; init; }

    public required Func<SandboxException> TooManyCalls { get; init; }

    public required Func<string, SandboxException> UnknownOperation { get; init; }

    private static ServiceErrors Ec2 =>
        Json with
        {
            Missing = name => new("MissingParameter", $"The request must contain the parameter {name}"),
            InvalidValue = message => new("InvalidParameterValue", message),
            InvalidPageToken = () => new("InvalidNextToken", "The specified token is not valid."),
            InvalidPageSize = OutOfEc2sRange,
            UnknownCaller = () => new("AuthFailure", NotValidated, 401),
            ExpiredCaller = () => new("RequestExpired", "Request has expired."),
            WrongSignature = message => new("AuthFailure", message, 401),
            UnusableRegion = () => new("AuthFailure", NotValidated, 401),
            Denied = message => new("UnauthorizedOperation", message, 403),
            TooManyCalls = () => new("RequestLimitExceeded", "Request limit exceeded.", 503),
        };

    private static ServiceErrors Organizations =>
        Json with
        {
            Missing = name => InvalidInput("INPUT_REQUIRED", $"You must specify a value for {name}."),
            InvalidPageToken = () => InvalidInput("INVALID_NEXT_TOKEN", "The provided NextToken is not valid."),
            InvalidPageSize = size =>
                InvalidInput(
                    size.IsTooSmall ? "MIN_VALUE_EXCEEDED" : "MAX_VALUE_EXCEEDED",
                    "You specified an invalid value for MaxResults."
                ),
            TooManyCalls = () =>
                new("TooManyRequestsException", "You have sent too many requests in too short a period of time.")
                {
                    Type = "Rate",
                },
        };

    private static ServiceErrors S3 =>
        Query with
        {
            UnknownCaller = () =>
                new("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", 403),
            ExpiredCaller = () => new("ExpiredToken", Expired),
            TooManyCalls = () => new("SlowDown", "Please reduce your request rate.", 503),
        };

    /// <param name="service">As IAM names it.</param>
    public static ServiceErrors Of(string service) => Known.GetValueOrDefault(service, Json);

    private static SandboxException IsNull(string code, string name) =>
        new(
            code,
            $"1 validation error detected: Value null at '{name}' failed to satisfy constraint: Member must not be null"
        );

    private static SandboxException InvalidInput(string reason, string message) =>
        new("InvalidInputException", message) { Reason = reason };

    private static SandboxException InvalidNextTokenParameter() =>
        new("InvalidParameterException", "The specified nextToken is invalid.");

    private static SandboxException OutOfRange(string code, WantedPageSize size) =>
        new(
            code,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Value '{size.Wanted}' at '{size.Paging.Size}' failed to satisfy constraint: Member must have value between {size.Paging.Smallest} and {size.Paging.Largest}"
            )
        );

    private static SandboxException OutOfCloudTrailsRange(WantedPageSize size) =>
        new(
            "InvalidMaxResultsException",
            string.Create(
                CultureInfo.InvariantCulture,
                $"The value of MaxResults must be between {size.Paging.Smallest} and {size.Paging.Largest}."
            )
        );

    private static SandboxException OutOfEc2sRange(WantedPageSize size) =>
        new(
            "InvalidParameterValue",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Value ( {size.Wanted} ) for parameter maxResults is invalid. Expecting a value between {size.Paging.Smallest} and {size.Paging.Largest}."
            )
        );
}
