using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Verification;

/// <summary>CloudTrail's event history of an account in a Region.</summary>
public interface ICallRecords
{
    /// <summary>The records of one EC2 operation since a time, newest first. Throws <see cref="AwsException"/>.</summary>
    /// <param name="place">Whose history, and where.</param>
    /// <param name="operation">Such as `RunInstances`.</param>
    /// <param name="since">Earlier calls are not checked.</param>
    /// <param name="cancel">Ends the search.</param>
    Task<ImmutableArray<RecordedCall>> LookUp(
        VerificationPlace place,
        string operation,
        DateTimeOffset since,
        CancellationToken cancel
    );
}
