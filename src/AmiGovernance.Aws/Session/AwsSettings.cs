using Amazon.Runtime;

namespace AmiGovernance.Aws.Session;

/// <summary>How to reach AWS; what is null comes from where AWS users keep it: environment, profile, container or instance.</summary>
/// <param name="Region">The Region of calls that have one; also selects the partition.</param>
/// <param name="RoleName">The role that is assumed in member accounts; may hold a path.</param>
public sealed record AwsSettings(string? Profile, string? Region, string RoleName)
{
    /// <summary>The role that Organizations makes in the accounts that it creates; invited accounts do not have it.</summary>
    public const string OrganizationAccessRole = "OrganizationAccountAccessRole";

    /// <summary>For every service, as `AWS_ENDPOINT_URL` gives it; null for AWS's own.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Of one attempt; a Region that does not answer must not hold up the others for long.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often a call is made again that was throttled or not answered, unless AWS_MAX_ATTEMPTS says otherwise: organizations are read
    /// call by call.
    /// </summary>
    public int Retries { get; init; } = 5;

    /// <summary>Told in a sentence of each attempt to which no answer came; null for nobody.</summary>
    public Action<string>? Notice { get; init; }

    /// <summary>Told in a line of each attempt of each call; null for nobody.</summary>
    public Action<string>? Traces { get; init; }

    /// <summary>Instead of those that the SDK finds; a rehearsal brings its own.</summary>
    public AWSCredentials? Credentials { get; init; }
}
