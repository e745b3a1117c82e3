using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports;

/// <summary>
/// Account status reports, which the management account and delegated administrators may ask for, one at a time. Every method
/// throws <see cref="AwsException"/> when AWS refuses or does not answer.
/// </summary>
public interface IAccountStatusReports
{
    /// <summary>The id of the new report. The bucket must be in the Region that is asked.</summary>
    Task<string> Start(string target, string bucket, string prefix, CancellationToken cancel);

    /// <summary>The newest first.</summary>
    Task<ImmutableArray<AccountStatusReport>> Describe(CancellationToken cancel);

    Task<StatusSummary> Summarize(AccountStatusReport report, CancellationToken cancel);

    /// <summary>The file of a complete report; null when it is not in its bucket.</summary>
    Task<byte[]?> Fetch(AccountStatusReport report, CancellationToken cancel);
}
