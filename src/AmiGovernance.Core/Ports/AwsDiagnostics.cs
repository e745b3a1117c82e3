using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Ports;

/// <summary>What a failed call to AWS is to its user: the one place that makes a text of it.</summary>
public static class AwsDiagnostics
{
    public static readonly DiagnosticDescriptor AccessDenied = new("AMI0710", Severity.Error, "AWS denies a call");
    public static readonly DiagnosticDescriptor Refused = new("AMI0711", Severity.Error, "AWS refuses a call");
    public static readonly DiagnosticDescriptor Unreachable = new("AMI0712", Severity.Error, "AWS does not answer");
    public static readonly DiagnosticDescriptor NoCredentials = new(
        "AMI0713",
        Severity.Error,
        "no usable AWS credentials"
    );

    public static readonly DiagnosticDescriptor[] All = [AccessDenied, Refused, Unreachable, NoCredentials];

    public static Diagnostic Of(AwsException failure) => Of(failure.Failure);

    public static Diagnostic Of(AwsFailure failure)
    {
        var descriptor = Descriptor(failure.Kind);
        return Diagnostic.About("AWS", descriptor, Message(failure), Help(failure));
    }

    /// <summary>Operation, code, AWS's words, place and request id in one sentence.</summary>
    public static string Message(AwsFailure failure)
    {
        var reason = failure.Reason is null ? "" : $" ({failure.Reason})";
        var request = failure.RequestId is null ? "" : $" (request {failure.RequestId})";
        return $"{failure.Operation}: {failure.Code}{reason}: {Sanitize.Text(failure.Message)}{Place(failure)}{request}";
    }

    /// <summary>What to do about it; null where only AWS's own words can tell.</summary>
    public static string? Help(AwsFailure failure) =>
        failure.Kind switch
        {
            AwsFailureKind.NoCredentials =>
                "`aws sts get-caller-identity` with the same profile shows whether they work",
            AwsFailureKind.ExpiredCredentials =>
                "sign in again: `aws sso login` with the same profile, or new AWS_… variables where the environment holds the"
                    + " credentials; then the same command goes on where it was",
            AwsFailureKind.Unreachable when failure.Proxy is { } proxy =>
                $"the environment sends calls through {proxy}: correct it, or name the address in NO_PROXY;"
                    + " then run the same command again",
            AwsFailureKind.Unreachable =>
                "check the network and the address, which follows from the Region, AWS_ENDPOINT_URL or --endpoint-url;"
                    + " then run the same command again",
            AwsFailureKind.Throttled => "wait a minute and run the command again: others call AWS with the same quota",
            AwsFailureKind.AccessDenied when failure.Outside is var (own, management) =>
                $"the caller is in {own}, the management account is {management}: Organizations answers only the management account,"
                    + " and accounts that it delegated policies to; take a profile of one of them (`--profile NAME`)",
            AwsFailureKind.AccessDenied =>
                $"add {Statement(failure)} to the caller's permissions; `amigov doctor` prints the policy for all of them",
            AwsFailureKind.Refused => OfReason(failure.Reason),
            _ => null,
        };

    /// <summary>Organizations API reference, ConstraintViolationException; user guide, "Quotas and service limits".</summary>
    private static string? OfReason(string? reason) =>
        reason switch
        {
            "POLICY_NUMBER_LIMIT_EXCEEDED" =>
                "the organization has all policies of this type that it may have: delete those that are attached nowhere, or ask for"
                    + " a higher quota in Service Quotas",
            "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED" =>
                "the target has all policies of this type that it may have: `amigov plan` names them; join two of them, or attach"
                    + " further down",
            _ => null,
        };

    private static string Statement(AwsFailure failure) =>
        $$"""`{"Effect": "Allow", "Action": "{{failure.MissingAction}}", "Resource": "{{Resource(failure)}}"}`""";

    private static string Resource(AwsFailure failure) => Sanitize.Text(failure.DeniedResource ?? "*");

    private static string Place(AwsFailure failure) =>
        (failure.Account, failure.Region) switch
        {
            ({ } account, { } region) => $" (account {account}, {region})",
            ({ } account, null) => $" (account {account})",
            (null, { } region) => $" ({region})",
            _ => "",
        };

    private static DiagnosticDescriptor Descriptor(AwsFailureKind kind) =>
        kind switch
        {
            AwsFailureKind.NoCredentials or AwsFailureKind.ExpiredCredentials => NoCredentials,
            AwsFailureKind.Unreachable => Unreachable,
            AwsFailureKind.AccessDenied => AccessDenied,
            _ => Refused,
        };
}
