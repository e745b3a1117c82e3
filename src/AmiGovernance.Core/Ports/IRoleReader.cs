namespace AmiGovernance.Core.Ports;

/// <summary>The IAM roles of the caller's own account.</summary>
public interface IRoleReader
{
    /// <summary>Whether there is a role of this name, whatever its path. Throws <see cref="AwsException"/>.</summary>
    /// <param name="name">Without the path.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<bool> HasRole(string name, CancellationToken cancel);
}
