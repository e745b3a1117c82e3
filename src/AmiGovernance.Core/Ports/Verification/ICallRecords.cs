using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Verification;

/// <summary>A call as CloudTrail recorded it.</summary>
/// <param name="Code">With `Client.` before it; empty for a call that was carried out.</param>
public sealed record RecordedCall(string EventId, string RequestId, string Code);

/// <summary>CloudTrail's event history of an account in a Region.</summary>
public interface ICallRecords
{
    /// <summary>The records of one EC2 operation since a time, newest first. Throws <see cref="AwsException"/>.</summary>
    /// <param name="operation">Such as `RunInstances`.</param>
    Task<ImmutableArray<RecordedCall>> LookUp(
        VerificationPlace place,
        string operation,
        DateTimeOffset since,
        CancellationToken cancel
    );
}
