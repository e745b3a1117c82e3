using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Sandbox.World;

/// <summary>An identity policy: as it was written, and prepared for many requests.</summary>
internal sealed record RolePolicy(string Text, CompiledPolicy Compiled);
