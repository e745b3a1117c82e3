using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Policies.Declarative;

/// <summary>The state of `allowed_images_settings`. <see cref="Disabled"/> is never rendered: it would switch the guardrail off.</summary>
public enum AllowedImagesState
{
    AuditMode,
    Enabled,
    Disabled,
}

public static class AllowedImagesStates
{
    private static readonly EnumNames<AllowedImagesState> Table = new(
        (AllowedImagesState.AuditMode, "audit_mode"),
        (AllowedImagesState.Enabled, "enabled"),
        (AllowedImagesState.Disabled, "disabled")
    );

    /// <summary>As a declarative policy spells them; the EC2 API says `audit-mode`.</summary>
    public static readonly IReadOnlyList<string> Names = Table.All;

    /// <summary>The states that a governance configuration may ask for.</summary>
    public static readonly IReadOnlyList<string> EnforcementModes = ["audit_mode", "enabled"];

    public static string Name(this AllowedImagesState state) => Table.Of(state);

    /// <summary>As the EC2 API spells it.</summary>
    public static string ApiName(this AllowedImagesState state) => state.Name().Replace('_', '-');

    public static AllowedImagesState? FromName(string? name) => Table.Find(name);
}
