namespace AmiGovernance.Core.Ports.Monitoring;

/// <summary>A log group of CloudWatch Logs.</summary>
/// <param name="Name">The name, such as `aws-cloudtrail-logs/org`.</param>
/// <param name="Class">Such as `STANDARD`; empty when AWS does not say.</param>
public sealed record LogGroup(string Name, string Class);
