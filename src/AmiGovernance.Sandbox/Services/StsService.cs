using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Services;

/// <summary>AWS Security Token Service, as far as callers find out who they are and take on roles.</summary>
internal sealed partial class StsService(SandboxWorld world, Guard guard) : IService
{
    /// <summary>STS API reference, "AssumeRole": a session can take on a role for an hour at most.</summary>
    private static readonly TimeSpan LongestChained = TimeSpan.FromHours(1);

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            // STS API reference: no permissions are needed, and none can be taken away.
            ["GetCallerIdentity"] = call => new JsonObject
            {
                ["UserId"] = call.Caller.UserId,
                ["Account"] = call.Account,
                ["Arn"] = call.Caller.SessionArn,
            },
            ["AssumeRole"] = AssumeRole,
        };

    private JsonObject AssumeRole(SandboxCall call)
    {
        var (arn, session) = (call.Input.Required("RoleArn"), call.Input.Required("RoleSessionName"));
        if (!SessionName().IsMatch(session))
            throw new SandboxException(
                "ValidationError",
                $"1 validation error detected: Value '{session}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*"
            );
        if (call.Input.Has("Policy") || call.Input.Has("PolicyArns"))
            throw new SandboxException(
                "ValidationError",
                "The sandbox has no session policies; see docs/reference/sandbox.md"
            );
        guard.Authorize(call, arn);
        var (account, role) = Find(arn);
        if (role is null || !Trusts(role, call.Caller))
            throw new SandboxException(
                "AccessDenied",
                $"User: {call.Caller.SessionArn} is not authorized to perform: sts:AssumeRole on resource: {arn}",
                403
            );
        var duration = TimeSpan.FromSeconds(call.Input.Number("DurationSeconds") ?? 3600);
        if (duration < TimeSpan.FromMinutes(15))
            throw new SandboxException(
                "ValidationError",
                "1 validation error detected: Value at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900"
            );
        if (duration > role.MaximumSession)
            throw new SandboxException(
                "ValidationError",
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
            );
        if (call.Caller.SessionStart is not null && duration > LongestChained)
            throw new SandboxException(
                "ValidationError",
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
            );
        var id = "AROA" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(arn)))[..17];
        var caller = new CallerIdentity(
            account,
            arn,
            $"arn:aws:sts::{account}:assumed-role/{arn[(arn.LastIndexOf('/') + 1)..]}/{session}",
            $"{id}:{session}"
        )
        {
            Permissions = role.Permissions,
            SessionStart = call.Now,
        };
        var credential = new Credential(world.NewId("ASIA", 16).ToUpperInvariant(), world.NewId("", 40), caller)
        {
            Token = world.NewId("", 64),
            Expires = call.Now + duration,
        };
        world.Credentials.Add(credential);
        return new JsonObject
        {
            ["Credentials"] = new JsonObject
            {
                ["AccessKeyId"] = credential.AccessKey,
                ["SecretAccessKey"] = credential.Secret,
                ["SessionToken"] = credential.Token,
                ["Expiration"] = credential.Expires,
            },
            ["AssumedRoleUser"] = new JsonObject { ["AssumedRoleId"] = caller.UserId, ["Arn"] = caller.SessionArn },
        };
    }

    /// <summary>Nobody can take on a role of an account that is suspended or of another organization.</summary>
    private (string Account, SandboxRole? Role) Find(string arn)
    {
        var match = RoleArn().Match(arn);
        return match.Success && world.Lookup.Account(match.Groups[1].Value) is { State: AccountState.Active } account
            ? (account.Id.Value, world.Roles.GetValueOrDefault((account.Id.Value, match.Groups[2].Value)))
            : ("", null);
    }

    private bool Trusts(SandboxRole role, CallerIdentity caller) =>
        role.Trusts.IsEmpty
            ? caller.AccountId == world.Organization.ManagementAccount.Value
            : role.Trusts.Any(t =>
                t == caller.AccountId || t == caller.Arn || t == $"arn:aws:iam::{caller.AccountId}:root"
            );

    [GeneratedRegex("^arn:aws[a-z-]*:iam::([0-9]{12}):role/(.+)$")]
    private static partial Regex RoleArn();

    [GeneratedRegex("^[A-Za-z0-9_+=,.@-]{2,64}$")]
    private static partial Regex SessionName();
}
