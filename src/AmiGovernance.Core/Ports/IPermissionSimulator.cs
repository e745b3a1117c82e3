using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports;

/// <summary>Asks IAM what a principal may do.</summary>
public interface IPermissionSimulator
{
    /// <summary>
    /// Of the given actions those that the principal's identity policies and permissions boundary allow. Null when it cannot be
    /// asked, as for federated users. Throws <see cref="AwsException"/> when the caller may not ask.
    /// </summary>
    /// <param name="principalArn">As GetCallerIdentity says it: for a role that of the session.</param>
    /// <param name="actions">Such as `organizations:AttachPolicy`.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<ImmutableHashSet<string>?> AllowedActions(
        string principalArn,
        IReadOnlyCollection<string> actions,
        CancellationToken cancel
    );
}
