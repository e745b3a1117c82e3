namespace AmiGovernance.Core.Ports.Verification;

/// <summary>Tries calls without effect.</summary>
public interface IDryRunner
{
    /// <summary>Makes the call with `DryRun`. What comes back is an error in any case; failures on the way are answers too.</summary>
    /// <param name="place">The account and Region of the call.</param>
    /// <param name="call">What is tried.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<CallAnswer> DryRun(VerificationPlace place, TestedCall call, CancellationToken cancel);
}
