using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports;

/// <summary>
/// Account status reports, which the management account and delegated administrators may ask for, one at a time. Every method
/// throws <see cref="AwsException"/> when AWS refuses or does not answer.
/// </summary>
public interface IAccountStatusReports
{
    /// <summary>The id of the new report.</summary>
    /// <param name="target">A root, organizational unit or account.</param>
    /// <param name="bucket">A bucket in the Region that is asked.</param>
    /// <param name="prefix">The folder in the bucket; empty for none.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<string> Start(string target, string bucket, string prefix, CancellationToken cancel);

    /// <summary>The newest first.</summary>
    Task<ImmutableArray<AccountStatusReport>> Describe(CancellationToken cancel);

    /// <summary>What AWS counted: how many accounts have which value.</summary>
    /// <param name="report">A complete report.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<StatusSummary> Summarize(AccountStatusReport report, CancellationToken cancel);

    /// <summary>The file of a report; null when it is not in its bucket.</summary>
    /// <param name="report">A complete report.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<byte[]?> Fetch(AccountStatusReport report, CancellationToken cancel);
}
