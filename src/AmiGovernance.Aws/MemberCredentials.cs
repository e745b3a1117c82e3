using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace AmiGovernance.Aws;

/// <summary>The credentials of a role in another account, assumed when first needed and again before they run out.</summary>
internal sealed class MemberCredentials : RefreshingAWSCredentials
{
    private readonly AmazonSecurityTokenServiceClient sts;
    private readonly string roleArn;
    private readonly string sessionName;

    public MemberCredentials(AmazonSecurityTokenServiceClient sts, string roleArn, string sessionName)
    {
        (this.sts, this.roleArn, this.sessionName) = (sts, roleArn, sessionName);
        PreemptExpiryTime = TimeSpan.FromMinutes(5);
    }

    protected override CredentialsRefreshState GenerateNewCredentials() => GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        var assumed = await sts.AssumeRoleAsync(new AssumeRoleRequest { RoleArn = roleArn, RoleSessionName = sessionName }).ConfigureAwait(false);
        var credentials = assumed.Credentials;
        return new CredentialsRefreshState(new ImmutableCredentials(credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken), credentials.Expiration!.Value.ToUniversalTime());
    }
}
