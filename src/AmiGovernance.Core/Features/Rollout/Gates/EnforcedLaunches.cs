using System.Collections.Concurrent;
using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Gates;

/// <summary>
/// Says of what runs today whether it could be launched once both layers enforce. The declarative policy marks images in audit mode;
/// the service control policy marks nothing, and denies more: an account's own images, and images of exceptions that only some
/// accounts may use.
/// </summary>
/// <param name="enforcing">The service control policies as they will be.</param>
/// <param name="management">The management account, which they do not reach.</param>
/// <param name="now">The time of the launches.</param>
internal sealed class EnforcedLaunches(
    ImmutableArray<PolicyDocument> enforcing,
    AccountId management,
    DateTimeOffset now
)
{
    /// <summary>False where the service knows no EC2 policies: then nothing marks images for us, and nothing of ours hides them.</summary>
    public bool HasMarks { get; init; } = true;

    private readonly Authorization authorization = new()
    {
        ServiceControlPolicies = PolicyLevels.Of([
            Compiled(OrganizationPolicy.FullAwsAccess),
            .. enforcing.Select((d, i) => new CompiledPolicy(d, $"service control policy {i + 1}")),
        ]),
    };

    private readonly ConcurrentDictionary<(AccountId Account, string Owner, AccountId? OwnerAccount), string?> known =
        new();

    /// <summary>Null when the image can still be launched; else what denies it.</summary>
    public string? DeniedBy(AccountId account, InstanceImage image)
    {
        if (HasMarks && !image.IsAllowed)
            return "the declarative policy";
        // No service control policy reaches the management account.
        if (account == management)
            return null;
        return known.GetOrAdd(
            (account, image.Owner, image.OwnerAccount),
            key => Decide(key.Account, key.Owner, key.OwnerAccount)
        );
    }

    /// <summary>By some principal with some image of the owner: the policies look at no more where nothing is exempt.</summary>
    private string? Decide(AccountId account, string owner, AccountId? ownerAccount)
    {
        var call = new Ec2Call
        {
            Action = "ec2:RunInstances",
            Account = account,
            PrincipalArn = $"arn:aws:iam::{account}:role/Some",
            // Our statements look at neither partition nor Region.
            Partition = Partition.Aws,
            Region = Partition.Aws.AnyRegion(),
            Time = now,
            ImageId = "ami-0123456789abcdef0",
            ImageOwner = owner,
            ImageOwnerAccount = ownerAccount?.Value ?? owner,
        };
        var denied = authorization.Decide(call, new Caller());
        var statement = denied.Outcome == Outcome.ExplicitDeny ? denied.DecidingStatement : null;
        return statement is null ? null : $"the service control policy ({statement.Words})";
    }

    private static CompiledPolicy Compiled(OrganizationPolicy policy) =>
        new(PolicyContent.ServiceControl(policy.Content) ?? new PolicyDocument([]), policy.Name);
}
