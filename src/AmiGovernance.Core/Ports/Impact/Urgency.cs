using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Ports.Impact;

/// <summary>When a use needs its image again; what hurts first comes first.</summary>
public enum Urgency
{
    /// <summary>A service launches by itself: when it scales out, or replaces what failed or was interrupted.</summary>
    NextLaunch,

    /// <summary>The next run of a pipeline, by its schedule or by hand.</summary>
    NextBuild,

    /// <summary>With the next launch by somebody who relies on it.</summary>
    NextUse,

    /// <summary>An instance goes on running, and can be stopped and started; only made anew it would fail.</summary>
    Rebuild,

    /// <summary>Nothing launches from it as things are.</summary>
    Idle,
}

public static class Urgencies
{
    private static readonly EnumNames<Urgency> Names = new(
        (Urgency.NextLaunch, "next_launch"),
        (Urgency.NextBuild, "next_build"),
        (Urgency.NextUse, "next_use"),
        (Urgency.Rebuild, "rebuild"),
        (Urgency.Idle, "idle")
    );

    public static string Name(this Urgency urgency) => Names.Of(urgency);
}
