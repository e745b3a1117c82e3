using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Ports;

/// <summary>What kind of failure a call to AWS ended with: each kind has a way out of its own.</summary>
public enum AwsFailureKind
{
    /// <summary>The caller lacks a permission.</summary>
    AccessDenied,

    /// <summary>There were credentials, and their time is over.</summary>
    ExpiredCredentials,

    /// <summary>The call was not made, for there are no usable credentials or no Region.</summary>
    NoCredentials,

    /// <summary>Too many calls in too little time; all retries were throttled too.</summary>
    Throttled,

    /// <summary>No answer came: the network, the address, or a time-out.</summary>
    Unreachable,

    /// <summary>AWS answered with another error.</summary>
    Refused,
}

/// <summary>
/// A call that AWS refused or that did not reach it, with everything that was known of it. Results carry it as it is;
/// <see cref="AwsDiagnostics"/> alone makes a text of it.
/// </summary>
public sealed partial record AwsFailure
{
    /// <summary>No answer came: the network, or a time-out.</summary>
    public const string RequestFailed = "RequestFailed";

    /// <summary>The call was not made, for there are no usable credentials or no Region.</summary>
    public const string NoCredentials = "NoCredentials";

    /// <summary>Such as `organizations:AttachPolicy`; the IAM action of the same name is needed for it.</summary>
    public required string Operation { get; init; }

    /// <summary>AWS's error code, or one of the two above.</summary>
    public required string Code { get; init; }

    /// <summary>What AWS, or the network, said.</summary>
    public required string Message { get; init; }

    /// <summary>What AWS support asks for; null when no answer came.</summary>
    public string? RequestId { get; init; }

    /// <summary>AWS's finer reason, such as `POLICY_NUMBER_LIMIT_EXCEEDED`; null when it gives none.</summary>
    public string? Reason { get; init; }

    /// <summary>The account that was called; null for the caller's own.</summary>
    public AccountId? Account { get; init; }

    /// <summary>The Region that was called; null for services that have none.</summary>
    public RegionName? Region { get; init; }

    /// <summary>The proxy that the call went through, as the environment names it, without credentials; null for none.</summary>
    public string? Proxy { get; init; }

    /// <summary>Of a call to Organizations: the caller's account and the management account, where they are two; null else.</summary>
    public (AccountId Own, AccountId Management)? Outside { get; init; }

    public AwsFailureKind Kind =>
        Code switch
        {
            NoCredentials => AwsFailureKind.NoCredentials,
            RequestFailed => AwsFailureKind.Unreachable,
            "ExpiredTokenException" or "ExpiredToken" or "RequestExpired" => AwsFailureKind.ExpiredCredentials,
            "AccessDeniedException" or "AccessDenied" or "UnauthorizedOperation" => AwsFailureKind.AccessDenied,
            "AuthFailure" or "AuthorizationError" => AwsFailureKind.AccessDenied,
            "Throttling" or "ThrottlingException" or "RequestLimitExceeded" => AwsFailureKind.Throttled,
            "TooManyRequestsException" or "SlowDown" => AwsFailureKind.Throttled,
            _ => AwsFailureKind.Refused,
        };

    /// <summary>
    /// Whether the call surely changed nothing: AWS answered that it refused it. After an error of the server, or without an answer,
    /// nobody knows (EC2 API reference, "Error codes", server error codes).
    /// </summary>
    public bool HadNoEffect =>
        Kind != AwsFailureKind.Unreachable
        && Code is not ("InternalError" or "InternalFailure" or "ServiceUnavailable" or "Unavailable");

    /// <summary>
    /// The IAM action that the caller lacks: the one that AWS names, which may be another than the operation's
    /// (`iam:PassRole`, `kms:CreateGrant`); null when permissions are not the matter.
    /// </summary>
    public string? MissingAction
    {
        get
        {
            if (Kind != AwsFailureKind.AccessDenied)
                return null;
            var named = NamedAction().Match(Message);
            return named.Success ? named.Groups["action"].Value : Operation;
        }
    }

    /// <summary>What the caller may not do it on, where AWS says so; null where it does not.</summary>
    public string? DeniedResource
    {
        get
        {
            var named = NamedResource().Match(Message);
            return Kind == AwsFailureKind.AccessDenied && named.Success ? named.Groups["resource"].Value : null;
        }
    }

    /// <summary>
    /// Whether the service knows no such type of policies, asked by a call whose only choice is the type (Organizations API reference,
    /// InvalidInputException: `INVALID_ENUM`, `INVALID_ENUM_POLICY_TYPE`, and PolicyTypeNotAvailableForOrganizationException). Service
    /// doubles give no reason. `ValidationException` is what AWS's JSON services answer before they look; for Organizations it is
    /// not documented.
    /// </summary>
    public bool SaysUnknownPolicyType =>
        Code switch
        {
            "InvalidInputException" => Reason is null or "INVALID_ENUM" or "INVALID_ENUM_POLICY_TYPE",
            "ValidationException" or "PolicyTypeNotAvailableForOrganizationException" => true,
            _ => false,
        };

    /// <summary>Operation and code, for a remark in passing.</summary>
    public string Cause => $"{Operation}: {Code}";

    /// <summary>Operation, code and message in one line, the same for the same cause, so that gaps can be counted by it.</summary>
    public string Summary => $"{Cause}: {Sanitize.Text(Message.Split(" Encoded authorization failure message:")[0])}";

    /// <summary>IAM user guide, "Troubleshoot access denied error messages".</summary>
    [GeneratedRegex(@"is not authorized to perform: (?<action>[a-z0-9-]+:\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex NamedAction();

    /// <summary>From the same page.</summary>
    [GeneratedRegex(@" on resource: (?<resource>arn:\S+)", RegexOptions.ExplicitCapture)]
    private static partial Regex NamedResource();
}
