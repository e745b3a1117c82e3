namespace AmiGovernance.Core.Ports;

/// <summary>Git did not do what it was asked.</summary>
/// <param name="command">Such as `git push`.</param>
/// <param name="message">What git said.</param>
public sealed class GitException(string command, string message) : Exception(message)
{
    public string Command { get; } = command;

    /// <summary>Whether there is no repository at all; one that cannot be read is something else.</summary>
    public bool IsNoRepository => Message.Contains("not a git repository", StringComparison.Ordinal);
}
