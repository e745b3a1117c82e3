using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.World;

/// <summary>
/// Who stands behind an access key. Signatures are not verified: a sandbox holds no secret. The keys that it gives out itself
/// end; any other key is an administrator's, of the account whose id it ends in, else of the management account.
/// </summary>
public sealed class CredentialStore
{
    /// <summary>Followed by an account id: an administrator of that account.</summary>
    public const string AdministratorPrefix = "AKIASANDBOX";

    private readonly Dictionary<string, (CallerIdentity Caller, DateTimeOffset Expires)> sessions = new(StringComparer.Ordinal);

    public void Add(string accessKey, CallerIdentity caller, DateTimeOffset expires) => sessions[accessKey] = (caller, expires);

    public CallerIdentity Find(string accessKey, string managementAccount, DateTimeOffset now)
    {
        if (sessions.TryGetValue(accessKey, out var session))
            return now < session.Expires ? session.Caller : throw new SandboxException("ExpiredToken", "The security token included in the request is expired", 403);
        // Temporary keys that were given out before a restart.
        if (accessKey.StartsWith("ASIA", StringComparison.Ordinal))
            throw new SandboxException("InvalidClientTokenId", "The security token included in the request is invalid.", 403);
        var account = accessKey.StartsWith(AdministratorPrefix, StringComparison.Ordinal) ? accessKey[AdministratorPrefix.Length..] : managementAccount;
        return Administrator(account.Length == 12 && account.All(char.IsAsciiDigit) ? account : managementAccount);
    }

    public static CallerIdentity Administrator(string account)
    {
        var arn = $"arn:aws:iam::{account}:user/administrator";
        return new CallerIdentity(account, arn, arn, "AIDASANDBOX" + account);
    }
}
