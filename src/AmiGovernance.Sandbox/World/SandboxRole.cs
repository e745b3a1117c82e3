using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Sandbox.World;

/// <summary>A role that can be taken on.</summary>
public sealed record SandboxRole
{
    /// <summary>What Organizations puts into the accounts that it makes; it trusts the management account.</summary>
    public const string OrganizationAccess = "OrganizationAccountAccessRole";

    /// <summary>Its identity policy as text; null for an administrator's role.</summary>
    public string? Policy { get; init; }

    /// <summary>Of <see cref="Policy"/>.</summary>
    public CompiledPolicy? Permissions { get; init; }

    /// <summary>Account ids and ARNs of roles and users; empty for the management account alone.</summary>
    public ImmutableArray<string> Trusts { get; init; } = [];

    /// <summary>IAM user guide: one to twelve hours, one hour unless changed.</summary>
    public TimeSpan MaximumSession { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A role that may do what an identity policy allows. Throws <see cref="FormatException"/> for a policy that is not valid.</summary>
    public static SandboxRole WithPolicy(string policy)
    {
        var bag = new DiagnosticBag();
        var document = PolicyParser.Parse(SourceText.FromString("policy", policy), PolicyType.IdentityPolicy, bag);
        return document is null || bag.HasErrors
            ? throw new FormatException(bag.ToSorted().FirstOrDefault()?.Message)
            : new SandboxRole { Policy = policy, Permissions = new CompiledPolicy(document, "role") };
    }
}
