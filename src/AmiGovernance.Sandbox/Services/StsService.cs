using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Services;

/// <summary>AWS Security Token Service, as far as callers find out who they are and take on roles.</summary>
internal sealed partial class StsService(SandboxWorld world, Guard guard) : IService
{
    private const int DefaultSeconds = 3600;

    /// <summary>STS API reference, "AssumeRole".</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(15);

    /// <summary>STS API reference, "AssumeRole": a session can take on a role for an hour at most.</summary>
    private static readonly TimeSpan LongestChained = TimeSpan.FromHours(1);

    private sealed record AssumableRole(AccountId Account, SandboxRole Role);

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            // STS API reference: no permissions are needed, and none can be taken away.
            ["GetCallerIdentity"] = call => new JsonObject
            {
                ["UserId"] = call.Caller.UserId,
                ["Account"] = call.Account.Value,
                ["Arn"] = call.Caller.SessionArn,
            },
            ["AssumeRole"] = AssumeRole,
        };

    private JsonObject AssumeRole(SandboxCall call)
    {
        var (arn, session) = (call.Input.Required("RoleArn"), call.Input.Required("RoleSessionName"));
        CheckParameters(call, session);
        guard.Authorize(call, arn);
        var found = Find(arn);
        if (found is null || !Trusts(found.Role, call.Caller))
            throw NotTrusted(call, arn);

        var duration = Duration(call, found.Role);
        var caller = Session(call, found, arn, session);
        var credential = new Credential(world.NewSessionKey(), world.NewId("", 40), caller)
        {
            Token = world.NewId("", 64),
            Expires = call.Now + duration,
        };
        world.Credentials.Add(credential);
        return Answer(credential);
    }

    private static void CheckParameters(SandboxCall call, string session)
    {
        if (!SessionName().IsMatch(session))
            throw Invalid(
                $"1 validation error detected: Value '{session}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*"
            );
        if (call.Input.Has("Policy") || call.Input.Has("PolicyArns"))
            throw Invalid("The sandbox has no session policies; see `amigov docs sandbox`");
    }

    private static TimeSpan Duration(SandboxCall call, SandboxRole role)
    {
        var duration = TimeSpan.FromSeconds(call.Input.Number("DurationSeconds") ?? DefaultSeconds);
        if (duration < Shortest)
            throw Invalid(
                "1 validation error detected: Value at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900"
            );
        if (duration > role.MaximumSession)
            throw Invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        if (call.Caller.SessionStart is not null && duration > LongestChained)
            throw Invalid(
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
            );
        return duration;
    }

    private static CallerIdentity Session(SandboxCall call, AssumableRole role, string arn, string session)
    {
        var id = "AROA" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(arn)))[..17];
        var name = arn[(arn.LastIndexOf('/') + 1)..];
        return new CallerIdentity(role.Account, arn, Arns.Session(role.Account, name, session), $"{id}:{session}")
        {
            Permissions = role.Role.Permissions,
            SessionStart = call.Now,
        };
    }

    private static JsonObject Answer(Credential credential) =>
        new()
        {
            ["Credentials"] = new JsonObject
            {
                ["AccessKeyId"] = credential.AccessKey,
                ["SecretAccessKey"] = credential.Secret,
                ["SessionToken"] = credential.Token,
                ["Expiration"] = credential.Expires,
            },
            ["AssumedRoleUser"] = new JsonObject
            {
                ["AssumedRoleId"] = credential.Caller.UserId,
                ["Arn"] = credential.Caller.SessionArn,
            },
        };

    /// <summary>Nobody can take on a role of an account that is suspended or of another organization.</summary>
    private AssumableRole? Find(string arn)
    {
        var match = RoleArn().Match(arn);
        if (!match.Success || world.Lookup.Account(match.Groups[1].Value) is not { State: AccountState.Active } account)
            return null;
        var role = world.Roles.GetValueOrDefault((account.Id, match.Groups[2].Value));
        return role is null ? null : new AssumableRole(account.Id, role);
    }

    private bool Trusts(SandboxRole role, CallerIdentity caller) =>
        role.Trusts.IsEmpty ? world.IsManagement(caller.AccountId) : role.Trusts.Any(caller.IsNamedBy);

    private static SandboxException Invalid(string message) => new("ValidationError", message);

    private static SandboxException NotTrusted(SandboxCall call, string arn) =>
        new(
            "AccessDenied",
            $"User: {call.Caller.SessionArn} is not authorized to perform: sts:AssumeRole on resource: {arn}",
            403
        );

    [GeneratedRegex("^arn:aws[a-z-]*:iam::([0-9]{12}):role/(.+)$")]
    private static partial Regex RoleArn();

    [GeneratedRegex("^[A-Za-z0-9_+=,.@-]{2,64}$")]
    private static partial Regex SessionName();
}
