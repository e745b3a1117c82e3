using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Sandbox.World;

/// <summary>The ARNs of what is in the world (IAM user guide, "Identify AWS resources with ARNs").</summary>
internal static class Arns
{
    /// <summary>An organization lives in one partition; this one in that of the commercial Regions.</summary>
    public const Partition Partition = Core.Base.Identifiers.Partition.Aws;

    private static readonly string Prefix = $"arn:{Partition.Name()}:";

    public static string Regional(string service, Place place, string resource) =>
        $"{Prefix}{service}:{place.Region}:{place.Account}:{resource}";

    public static string Global(string service, AccountId account, string resource) =>
        $"{Prefix}{service}::{account}:{resource}";

    /// <summary>Such as `user/administrator`, `role/path/Name`, or `root` for the account as a whole.</summary>
    public static string Iam(AccountId account, string resource) => Global("iam", account, resource);

    /// <summary>What GetCallerIdentity answers to a session of a role.</summary>
    public static string Session(AccountId account, string role, string session) =>
        Global("sts", account, $"assumed-role/{role}/{session}");

    /// <summary>The name of a user, a role or a session, without its path.</summary>
    public static string NameOf(string arn) => arn[(arn.LastIndexOf('/') + 1)..];

    /// <summary>The name of a bucket, or of an object in it: buckets belong to no account and no Region in ARNs.</summary>
    public static string S3(string resource) => $"{Prefix}s3:::{resource}";

    /// <summary>All that belongs to an organization has the management account in its ARN.</summary>
    public static string Organizations(AccountId management, string resource) =>
        Global("organizations", management, resource);

    /// <summary>A policy that AWS made belongs to no account.</summary>
    public static string OrganizationsOwned(string resource) => $"{Prefix}organizations::aws:{resource}";
}
