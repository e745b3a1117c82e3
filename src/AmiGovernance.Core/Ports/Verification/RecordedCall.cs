namespace AmiGovernance.Core.Ports.Verification;

/// <summary>A call as CloudTrail recorded it. The texts are those of the record.</summary>
/// <param name="EventId">Of the record.</param>
/// <param name="RequestId">Of the call; its answer carries the same.</param>
/// <param name="Code">With `Client.` before it; empty for a call that was carried out.</param>
public sealed record RecordedCall(string EventId, string RequestId, string Code);
