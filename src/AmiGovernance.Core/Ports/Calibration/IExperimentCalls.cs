using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Calibration;

/// <summary>Makes calls whose names and parameters stand in files, and tells what AWS answered: a refusal is an answer too.</summary>
public interface IExperimentCalls
{
    /// <param name="account">Null for the caller's own, which manages the organization.</param>
    /// <param name="call">A call of `organizations`, `ec2` or `cloudtrail`.</param>
    /// <param name="cancel">Ends the call; what it has done until then stays.</param>
    Task<ServiceAnswer> Make(AccountId? account, ServiceCall call, CancellationToken cancel);
}
