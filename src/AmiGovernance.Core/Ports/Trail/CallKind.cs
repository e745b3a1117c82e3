using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Ports.Trail;

/// <summary>What a recorded call is about.</summary>
public enum CallKind
{
    Launch,

    /// <summary>
    /// Creating, copying, registering, importing or restoring an image, or the disk that becomes one.
    /// </summary>
    Creation,

    /// <summary>Changes of an image's attributes, of which launch permissions are one, and of who may restore a snapshot.</summary>
    Sharing,

    /// <summary>Changes of what governs images: EC2's own settings, and the organization's policies.</summary>
    Guardrail,

    /// <summary>Not reported; tells which image a launch template stands for.</summary>
    LaunchTemplate,

    /// <summary>
    /// What ends an image, switches it off or on, or guards it from being ended; decided by no policy of ours.
    /// </summary>
    ImageLife,
}

public static class CallKinds
{
    public static readonly EnumNames<CallKind> Names = new(
        (CallKind.Launch, "launch"),
        (CallKind.Creation, "creation"),
        (CallKind.Sharing, "sharing"),
        (CallKind.Guardrail, "guardrail"),
        (CallKind.LaunchTemplate, "launch_template"),
        (CallKind.ImageLife, "image_life")
    );

    public static string Name(this CallKind kind) => Names.Of(kind);
}
