using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Cli.Features.Rehearsal;

/// <summary>What was asked of `rehearse`.</summary>
/// <param name="Assumptions">How the organization answers what AWS does not document.</param>
internal sealed record RehearseArguments(string Folder, Assumptions Assumptions);
