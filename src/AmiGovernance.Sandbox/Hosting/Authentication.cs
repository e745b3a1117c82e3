using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>Finds out who calls, by access key, signature and session token.</summary>
internal static class Authentication
{
    public static CallerIdentity Of(AwsRequest request, SandboxWorld world)
    {
        var errors = ServiceErrors.Of(request.Scope.Service);
        var credential = world.Credentials.Find(request.Scope.AccessKey, world.Lookup) ?? throw errors.UnknownCaller();
        Signature.Check(request.Http, request.Body, request.Scope, credential.Secret);
        if (credential.Token is { } token && request.Scope.Token != token)
            throw errors.UnknownCaller();
        if (world.Now >= credential.Expires)
            throw errors.ExpiredCaller();
        if (world.Lookup.Account(credential.Caller.AccountId) is { State: not AccountState.Active })
            throw errors.UnknownCaller();
        return credential.Caller;
    }
}
