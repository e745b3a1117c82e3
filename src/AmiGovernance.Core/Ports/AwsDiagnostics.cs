using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Ports;

/// <summary>What a failed call to AWS is to its user.</summary>
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

    public static Diagnostic Of(AwsException failure)
    {
        var request = failure.RequestId is null ? "" : $" (request {failure.RequestId})";
        var (descriptor, help) = failure switch
        {
            { Code: AwsException.NoCredentials } => (
                NoCredentials,
                "`aws sts get-caller-identity` with the same profile shows whether they work"
            ),
            { Code: AwsException.RequestFailed } => (Unreachable, "check the network, the Region and AWS_ENDPOINT_URL"),
            { Code: "ExpiredTokenException" or "ExpiredToken" or "RequestExpired" } => (
                NoCredentials,
                "sign in again, for example by `aws sso login`"
            ),
            { IsAccessDenied: true } => (
                AccessDenied,
                $"the caller needs the IAM action {failure.Operation}; `amigov doctor` prints the policy for all of them"
            ),
            _ => (Refused, null),
        };
        var reason = failure.Reason is null ? "" : $" ({failure.Reason})";
        return new Diagnostic(
            descriptor,
            descriptor.Severity,
            $"{failure.Operation}: {failure.Code}{reason}: {Visible.Text(failure.Message)}{request}",
            SourceLocation.OfFile(SourceText.Missing("AWS"))
        )
        {
            Help = help,
        };
    }
}
