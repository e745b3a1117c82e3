using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Monitoring;

/// <param name="Class">Such as `STANDARD`; empty when AWS does not say.</param>
public sealed record LogGroup(string Name, string Class);

/// <summary>CloudWatch, CloudWatch Logs, SNS and EventBridge of one account and Region. Every method throws <see cref="AwsException"/> when AWS refuses.</summary>
public interface IMonitoring
{
    /// <summary>Null when there is none of that name.</summary>
    Task<LogGroup?> FindLogGroup(string name, CancellationToken cancel);

    /// <summary>Names of log groups with that text in them, capital letters told apart; the first page.</summary>
    Task<ImmutableArray<string>> SearchLogGroups(string text, CancellationToken cancel);

    /// <summary>What has our names, with tags: the topic and who is subscribed, metric filters of our names in every log group, alarms, the rule, the dashboard.</summary>
    Task<ImmutableArray<MonitoringResource>> Read(MonitoringPlace place, CancellationToken cancel);

    /// <summary>Makes what the step makes, changes what it changes, removes what it removes. Once more does no harm.</summary>
    Task Apply(MonitoringStep step, MonitoringPlace place, CancellationToken cancel);
}
