using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Verification;

/// <summary>The answer to a real launch.</summary>
/// <param name="Answer">What AWS said.</param>
/// <param name="InstanceId">What was launched; null when nothing was.</param>
public sealed record LaunchAnswer(CallAnswer Answer, string? InstanceId);

/// <summary>Launches instances for real, and ends them.</summary>
public interface ITestLauncher
{
    /// <summary>
    /// Launches one instance. A refusal is an answer. When no answer came, an instance that was launched all the same is looked for.
    /// </summary>
    /// <param name="place">The account and Region of the launch.</param>
    /// <param name="image">What is launched.</param>
    /// <param name="token">Names the launch: with the same token a second call launches nothing more.</param>
    /// <param name="cancel">Ends the call; what was launched until then stays.</param>
    Task<LaunchAnswer> Launch(VerificationPlace place, ImageId image, string token, CancellationToken cancel);

    /// <summary>Ends what <see cref="Launch"/> launched. Throws <see cref="AwsException"/>.</summary>
    /// <param name="place">Where it runs.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancel">Ends the call.</param>
    Task Terminate(VerificationPlace place, string instanceId, CancellationToken cancel);
}
