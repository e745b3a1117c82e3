using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Sandbox.World;

/// <summary>A role that can be taken on.</summary>
internal sealed record SandboxRole
{
    /// <summary>What Organizations puts into the accounts that it makes; it trusts the management account.</summary>
    public const string OrganizationAccess = "OrganizationAccountAccessRole";

    /// <summary>IAM user guide: one to twelve hours, one hour unless changed.</summary>
    public static readonly TimeSpan ShortestMaximum = TimeSpan.FromHours(1);
    public static readonly TimeSpan LongestMaximum = TimeSpan.FromHours(12);

    /// <summary>Its identity policy; null for an administrator's role.</summary>
    public RolePolicy? Permissions { get; init; }

    /// <summary>Account ids and ARNs of roles and users; empty for the management account alone.</summary>
    public ImmutableArray<string> Trusts { get; init; } = [];

    public TimeSpan MaximumSession { get; init; } = ShortestMaximum;

    /// <summary>A role that may do what an identity policy allows; not sound when the policy is not valid.</summary>
    public static Reading<SandboxRole> Read(string policy) =>
        Reading.Of(bag =>
        {
            var document = PolicyParser.Parse(SourceText.FromString("policy", policy), PolicyType.IdentityPolicy, bag);
            return document is null
                ? null
                : new SandboxRole { Permissions = new RolePolicy(policy, new CompiledPolicy(document, "role")) };
        });
}
