using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports;

/// <param name="Arn">As GetCallerIdentity says it: for a role that of the session.</param>
public sealed record CallerDetails(AccountId Account, string Arn);

/// <summary>Who the credentials at hand belong to.</summary>
public interface IAwsIdentity
{
    /// <summary>Needs no permission. Throws <see cref="AwsException"/>.</summary>
    Task<CallerDetails> GetCallerIdentity(CancellationToken cancel);
}
