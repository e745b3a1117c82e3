using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Core.Features.Proposals;

/// <param name="Base">What the branch starts from; null takes the target branch, as the remote has it.</param>
/// <param name="Target">The branch that it shall be merged into; null takes the remote's default branch.</param>
/// <param name="Rebuild">Whether a branch of that name that is something else is made anew.</param>
/// <param name="DryRun">Everything is tried and nothing is written.</param>
public sealed record ProposalOptions(
    string ConfigPath,
    string OutputFolder,
    string Remote,
    string? Base,
    string? Target,
    bool Push,
    bool Rebuild,
    bool DryRun
);

/// <summary>The state that a change starts from.</summary>
/// <param name="Name">As people know it, such as `origin/main`.</param>
/// <param name="HasRemote">Whether there is a remote to push to.</param>
internal sealed record ProposalBase(string Name, string Target, DraftedFiles Files, bool HasRemote);
