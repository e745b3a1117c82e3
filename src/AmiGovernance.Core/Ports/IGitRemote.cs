namespace AmiGovernance.Core.Ports;

/// <summary>
/// The places that the git repository around the working folder is shared with. Every method throws <see cref="GitException"/> when
/// there is no repository, git fails, or the remote does not answer.
/// </summary>
public interface IGitRemote
{
    /// <summary>The branch that others are merged into, such as `main`.</summary>
    /// <param name="remote">The remote's name, such as `origin`.</param>
    string DefaultBranch(string remote);

    /// <summary>The commit that a branch of a remote points to now; null when it has no such branch.</summary>
    /// <param name="remote">The remote's name, such as `origin`.</param>
    /// <param name="branch">The branch's name, without `refs/heads/`.</param>
    string? RemoteBranch(string remote, string branch);

    /// <summary>Where a remote lies; null when it is not configured.</summary>
    /// <param name="remote">The remote's name, such as `origin`.</param>
    string? RemoteUrl(string remote);

    /// <summary>Brings the branches of a remote up to date here.</summary>
    /// <param name="remote">The remote's name, such as `origin`.</param>
    void Fetch(string remote);

    /// <summary>Pushes a branch.</summary>
    /// <param name="remote">The remote's name, such as `origin`.</param>
    /// <param name="branch">The branch's name, without `refs/heads/`; the same here and there.</param>
    /// <param name="expected">Where the remote's branch must stand, null when it must not exist there: else this fails.</param>
    void Push(string remote, string branch, string? expected);
}
