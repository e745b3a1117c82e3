using AmiGovernance.Core.Iam.Evaluation;

namespace AmiGovernance.Sandbox.World;

/// <summary>A role that can be taken on.</summary>
/// <param name="Policy">Its identity policy as text; null for an administrator's role.</param>
public sealed record SandboxRole(string? Policy)
{
    /// <summary>What Organizations puts into the accounts that it makes.</summary>
    public const string OrganizationAccess = "OrganizationAccountAccessRole";

    public CompiledPolicy? Permissions { get; init; }
}
