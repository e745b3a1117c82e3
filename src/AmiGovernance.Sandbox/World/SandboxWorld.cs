using AmiGovernance.Core.Organizations;

namespace AmiGovernance.Sandbox.World;

/// <summary>
/// Everything that exists in the sandbox. A service changes it only while it holds <see cref="Gate"/>, so that each call sees
/// and leaves one consistent world.
/// </summary>
public sealed class SandboxWorld(Organization organization, TimeProvider time)
{
    public Lock Gate { get; } = new();

    /// <summary>Replaced as a whole by each change.</summary>
    public Organization Organization { get; set; } = organization;

    /// <summary>How far the sandbox's clock is ahead of the real one.</summary>
    public TimeSpan ClockOffset { get; set; }

    public DateTimeOffset Now => time.GetUtcNow() + ClockOffset;
}
