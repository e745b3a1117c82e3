using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Git;

/// <summary>What git says about the signature of a commit (`%G?` of `git log`).</summary>
internal static class GitSignature
{
    public static CommitSignature Of(string letter) =>
        letter switch
        {
            // U: good, of a key that nobody vouched for on this machine; whose it is, the list of approvers says.
            "G" or "U" => CommitSignature.Good,
            "X" or "Y" => CommitSignature.Expired,
            "E" => CommitSignature.Unchecked,
            "B" or "R" => CommitSignature.Bad,
            _ => CommitSignature.None,
        };
}
