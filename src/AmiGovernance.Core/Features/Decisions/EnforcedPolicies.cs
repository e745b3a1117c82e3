using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>
/// What enforcement denies beyond policies in audit mode, which hold no deny of launches: by the configuration that they are generated
/// from.
/// </summary>
/// <param name="Policies">Null where the policies at hand hold it themselves, and where nobody knows.</param>
/// <param name="IsUnknown">There is no configuration that says it.</param>
public sealed record EnforcedPolicies(PolicySet? Policies, bool IsUnknown)
{
    /// <summary>By the policies at hand.</summary>
    public static readonly EnforcedPolicies Held = new(null, false);

    /// <summary>What every answer by such policies says.</summary>
    public const string Unknown =
        "which launches enforcement denies is not known, for policies in audit mode do not hold it";

    /// <param name="config">A file, which need not be there.</param>
    public static EnforcedPolicies Of(PolicySet policies, string config, DateOnly asOf, IFileReader files)
    {
        if (!policies.LeavesOutLaunches)
            return Held;
        var enforced = ConfiguredPolicies.Enforced(config, asOf, files);
        return new EnforcedPolicies(enforced, enforced is null);
    }
}
