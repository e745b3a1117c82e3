using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Sandbox.World;

/// <summary>What belongs to an access key.</summary>
internal sealed record Credential(string AccessKey, string Secret, CallerIdentity Caller)
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

    public static string AdministratorKey(AccountId account) => $"{AdministratorPrefix}{account}";

    internal void Add(Credential session) => sessions[session.AccessKey] = session;

    /// <summary>Null when nobody has such a key.</summary>
    internal Credential? Find(string accessKey, OrganizationLookup organization)
    {
        if (sessions.TryGetValue(accessKey, out var session))
            return session;
        if (!accessKey.StartsWith(AdministratorPrefix, StringComparison.Ordinal))
            return null;
        var account = organization.Account(accessKey[AdministratorPrefix.Length..]);
        return account is null ? null : Administrator(account.Id);
    }

    private static Credential Administrator(AccountId account)
    {
        var arn = Arns.Iam(account, "user/administrator");
        var caller = new CallerIdentity(account, arn, arn, $"AIDASANDBOX{account}");
        return new Credential(AdministratorKey(account), AdministratorSecret, caller);
    }
}
