namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>What a run writes into the log with each entry.</summary>
/// <param name="Run">Names the run in the log.</param>
/// <param name="Who">The ARN that AWS knows the caller by.</param>
/// <param name="Success">What is logged when a call has had its effect.</param>
internal sealed record RemediationContext(string Run, string Who, RemediationEvent Success);
