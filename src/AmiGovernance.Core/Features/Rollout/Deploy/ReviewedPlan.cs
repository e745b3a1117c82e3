using AmiGovernance.Core.Features.Planning;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>A plan that was written to a file and looked at by people.</summary>
/// <param name="Path">The file, as the user named it.</param>
public sealed record ReviewedPlan(string Path, Plan Plan);
