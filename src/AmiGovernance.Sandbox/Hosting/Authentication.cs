using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>Finds out who calls, by access key, signature and session token. Each service has its own words for what is wrong.</summary>
internal static class Authentication
{
    public static CallerIdentity Of(AwsRequest request, SandboxWorld world)
    {
        var service = request.Scope.Service;
        if (world.Credentials.Find(request.Scope.AccessKey, world.Lookup) is not { } credential)
            throw Invalid(service);
        Signature.Check(request.Http, request.Body, request.Scope, credential.Secret);
        if (credential.Token is { } token && request.Http.Headers["x-amz-security-token"].ToString() != token)
            throw Invalid(service);
        if (world.Now >= credential.Expires)
            throw service == "ec2"
                ? new SandboxException("RequestExpired", "Request has expired.")
                : new SandboxException(
                    service is "sts" or "s3" or "sns" or "iam" or "autoscaling"
                        ? "ExpiredToken"
                        : "ExpiredTokenException",
                    "The security token included in the request is expired",
                    service is "sts" or "sns" or "iam" or "autoscaling" ? 403 : 400
                );
        if (world.Lookup.Account(credential.Caller.AccountId) is { State: not AccountState.Active })
            throw Invalid(service);
        return credential.Caller;
    }

    private static SandboxException Invalid(string service) =>
        service switch
        {
            "ec2" => new SandboxException(
                "AuthFailure",
                "AWS was not able to validate the provided access credentials",
                401
            ),
            "s3" => new SandboxException(
                "InvalidAccessKeyId",
                "The AWS Access Key Id you provided does not exist in our records.",
                403
            ),
            "sts" or "sns" or "iam" or "autoscaling" => new SandboxException(
                "InvalidClientTokenId",
                "The security token included in the request is invalid.",
                403
            ),
            _ => new SandboxException(
                "UnrecognizedClientException",
                "The security token included in the request is invalid."
            ),
        };
}
