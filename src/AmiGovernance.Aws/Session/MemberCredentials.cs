using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace AmiGovernance.Aws.Session;

/// <summary>The credentials of a role in another account, assumed when first needed and again before they run out.</summary>
internal sealed class MemberCredentials : RefreshingAWSCredentials
{
    /// <summary>The longest that a role assumed by another role may last (IAM user guide, "Role chaining").</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly AmazonSecurityTokenServiceClient sts;
    private readonly string roleArn;
    private readonly string sessionName;

    public MemberCredentials(AmazonSecurityTokenServiceClient sts, string roleArn, string sessionName)
    {
        (this.sts, this.roleArn, this.sessionName) = (sts, roleArn, sessionName);
        PreemptExpiryTime = TimeSpan.FromMinutes(5);
    }

    protected override CredentialsRefreshState GenerateNewCredentials() =>
        GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        // A refusal is named here: the call that needed the credentials knows only that it was not made.
        var asked = DateTime.UtcNow;
        var assumed = await AwsCalls.Run(
            "sts:AssumeRole",
            () =>
                sts.AssumeRoleAsync(
                    new AssumeRoleRequest
                    {
                        RoleArn = roleArn,
                        RoleSessionName = sessionName,
                        DurationSeconds = (int)Lifetime.TotalSeconds,
                    }
                ),
            CancellationToken.None
        );
        var credentials = assumed.Credentials;
        // Counted on this machine's clock, which judges it: AWS's clock, and a sandbox's even more, may say another time.
        return new CredentialsRefreshState(
            new ImmutableCredentials(credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken),
            asked + Lifetime
        );
    }
}
