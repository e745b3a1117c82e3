namespace AmiGovernance.Core.Ports.Verification;

/// <summary>
/// Everything that verification does in an account and Region. Nothing of it changes anything but <see cref="ITestLauncher.Launch"/>,
/// whose instance is ended by <see cref="ITestLauncher.Terminate"/>.
/// </summary>
public interface IVerificationCalls : IDryRunner, IPlaceReader, ITestLauncher;
