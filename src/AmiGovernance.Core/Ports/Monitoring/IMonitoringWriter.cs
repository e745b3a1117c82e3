namespace AmiGovernance.Core.Ports.Monitoring;

/// <summary>Changes CloudWatch, CloudWatch Logs, SNS and EventBridge of one account and Region.</summary>
public interface IMonitoringWriter
{
    /// <summary>
    /// Makes what the step makes, changes what it changes, removes what it removes. Once more does no harm. Throws
    /// <see cref="AwsException"/> when AWS refuses.
    /// </summary>
    /// <param name="step">One step of a plan that was confirmed.</param>
    /// <param name="place">Gives the ARNs of what is changed.</param>
    /// <param name="cancel">Ends the calls; what was done stays.</param>
    Task Apply(MonitoringStep step, MonitoringPlace place, CancellationToken cancel);
}
