using System.Security.Cryptography;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Identifiers;
using AmiGovernance.Core.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Sts;

/// <summary>AWS Security Token Service, as far as callers find out who they are and take on roles.</summary>
public sealed partial class StsService(SandboxWorld world)
{
    public const string Namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

    public void Answer(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        switch (call.Operation)
        {
            case "GetCallerIdentity":
                answer.Text("Arn", call.Caller.SessionArn).Text("UserId", call.Caller.UserId).Text("Account", call.Caller.AccountId);
                break;
            case "AssumeRole":
                AssumeRole(call, input, answer);
                break;
            default:
                throw new SandboxException("InvalidAction", $"Could not find operation {call.Operation} for version 2011-06-15");
        }
    }

    /// <summary>A role can be taken on when the world knows it: its trust is not looked at, but that the caller is of this organization.</summary>
    private void AssumeRole(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        var arn = input.Required("RoleArn");
        var session = input.Required("RoleSessionName");
        call.RecordedRequest = new() { ["roleArn"] = arn, ["roleSessionName"] = session };
        var match = RoleArn().Match(arn);
        var account = match.Success ? world.Organization.Account(AccountId.Parse(match.Groups[1].Value)) : null;
        var role = account is { State: AccountState.Active } ? world.Roles.GetValueOrDefault((account.Id.Value, match.Groups[2].Value)) : null;
        if (role is null) throw new SandboxException("AccessDenied", $"User: {call.Caller.SessionArn} is not authorized to perform: sts:AssumeRole on resource: {arn}", 403);
        var duration = input.Number("DurationSeconds") ?? 3600;
        if (duration is < 900 or > 43200) throw new SandboxException("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        var expires = world.Now.AddSeconds(duration);
        var id = "AROA" + Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(arn)))[..16];
        var name = match.Groups[2].Value[(match.Groups[2].Value.LastIndexOf('/') + 1)..];
        var sessionArn = $"arn:aws:sts::{account!.Id.Value}:assumed-role/{name}/{session}";
        var key = world.NewId("ASIA", 16).ToUpperInvariant();
        world.Credentials.Add(key, new CallerIdentity(account.Id.Value, arn, sessionArn, $"{id}:{session}") { Permissions = role.Permissions }, expires);
        answer.Inside("Credentials", () => answer.Text("AccessKeyId", key).Text("SecretAccessKey", "sandbox").Text("SessionToken", "sandbox").Time("Expiration", expires));
        answer.Inside("AssumedRoleUser", () => answer.Text("AssumedRoleId", $"{id}:{session}").Text("Arn", sessionArn));
    }

    [GeneratedRegex(@"^arn:aws[a-z-]*:iam::(\d{12}):role/(.+)$")]
    private static partial Regex RoleArn();
}
