using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.World;

/// <summary>What belongs to an access key.</summary>
public sealed record Credential(string AccessKey, string Secret, CallerIdentity Caller)
{
    /// <summary>The session token that has to come with the key; null for a user's key.</summary>
    public string? Token { get; init; }

    public DateTimeOffset Expires { get; init; } = DateTimeOffset.MaxValue;
}

/// <summary>
/// Who stands behind an access key: an administrator of each account of the organization, whose key holds the account id, and
/// the sessions that AssumeRole gave out.
/// </summary>
public sealed class CredentialStore
{
    /// <summary>Followed by an account id: the key of an administrator of that account.</summary>
    public const string AdministratorPrefix = "AKIASANDBOX";

    /// <summary>Of every administrator: there is nothing to protect.</summary>
    public const string AdministratorSecret = "sandbox";

    private readonly Dictionary<string, Credential> sessions = new(StringComparer.Ordinal);

    public static string AdministratorKey(string account) => AdministratorPrefix + account;

    public void Add(Credential session) => sessions[session.AccessKey] = session;

    /// <summary>Null when nobody has such a key.</summary>
    public Credential? Find(string accessKey, OrganizationLookup organization)
    {
        if (sessions.TryGetValue(accessKey, out var session))
            return session;
        if (
            !accessKey.StartsWith(AdministratorPrefix, StringComparison.Ordinal)
            || organization.Account(accessKey[AdministratorPrefix.Length..]) is not { } account
        )
            return null;
        var arn = $"arn:aws:iam::{account.Id}:user/administrator";
        return new Credential(
            accessKey,
            AdministratorSecret,
            new CallerIdentity(account.Id.Value, arn, arn, "AIDASANDBOX" + account.Id)
        );
    }
}
