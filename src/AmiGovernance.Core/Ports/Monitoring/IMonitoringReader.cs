using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Monitoring;

/// <summary>
/// Reads CloudWatch, CloudWatch Logs, SNS and EventBridge of one account and Region. Every method throws <see cref="AwsException"/>
/// when AWS refuses.
/// </summary>
public interface IMonitoringReader
{
    /// <summary>Null when there is none of that name.</summary>
    /// <param name="name">The whole name.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<LogGroup?> FindLogGroup(string name, CancellationToken cancel);

    /// <summary>Names of log groups, the first page of them.</summary>
    /// <param name="text">What the names hold, capital letters told apart.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<ImmutableArray<string>> SearchLogGroups(string text, CancellationToken cancel);

    /// <summary>
    /// What has our names, with tags: the topic and who is subscribed, metric filters of our names in every log group, alarms, the
    /// rule, the dashboard.
    /// </summary>
    /// <param name="place">Gives the ARNs of what is read.</param>
    /// <param name="cancel">Ends the calls.</param>
    Task<ImmutableArray<MonitoringResource>> Read(MonitoringPlace place, CancellationToken cancel);
}
