using System.Collections.Concurrent;
using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout;

/// <summary>
/// Says of what runs today whether it could be launched once both layers enforce. The declarative policy marks images in audit mode;
/// the service control policy marks nothing, and denies more: an account's own images, and images of exceptions that only some
/// accounts may use.
/// </summary>
/// <param name="enforcing">The service control policies as they will be.</param>
public sealed class EnforcedLaunches(ImmutableArray<PolicyDocument> enforcing, AccountId management, DateTimeOffset now)
{
    private readonly Authorization authorization = new()
    {
        ServiceControlPolicies = PolicyLevels.Of([
            Compiled(OrganizationPolicy.FullAwsAccess),
            .. enforcing.Select((d, i) => new CompiledPolicy(d, $"service control policy {i + 1}")),
        ]),
    };

    private readonly ConcurrentDictionary<(AccountId Account, string Owner, string OwnerAccount), string?> known =
        new();

    /// <summary>Null when the image can still be launched; else what denies it.</summary>
    public string? DeniedBy(AccountId account, InstanceImage image) =>
        !image.IsAllowed ? "the declarative policy"
        // No service control policy reaches the management account.
        : account == management ? null
        : known.GetOrAdd(
            (account, image.Owner, image.OwnerAccount),
            key => Decide(key.Account, key.Owner, key.OwnerAccount)
        );

    private string? Decide(AccountId account, string owner, string ownerAccount)
    {
        var call = new Ec2Call
        {
            Action = "ec2:RunInstances",
            Account = account.Value,
            PrincipalArn = $"arn:aws:iam::{account}:role/Some",
            Time = now,
            ImageId = "ami-0123456789abcdef0",
            ImageOwner = owner,
            ImageOwnerAccount = ownerAccount.Length > 0 ? ownerAccount : owner,
        };
        var denied = call.Questions()
            .Select(q => authorization.Decide(q, new Caller()))
            .FirstOrDefault(d => d.Outcome == Outcome.ExplicitDeny);
        return denied.DecidingStatement is { } statement
            ? $"the service control policy (statement `{statement.Sid}`)"
            : null;
    }

    private static CompiledPolicy Compiled(OrganizationPolicy policy) =>
        new(
            PolicyParser.Parse(
                AmiGovernance.Core.Base.Text.SourceText.FromString(policy.Name, policy.Content),
                PolicyType.ServiceControlPolicy,
                new AmiGovernance.Core.Base.Diagnostics.DiagnosticBag()
            ) ?? new PolicyDocument([]),
            policy.Name
        );
}
