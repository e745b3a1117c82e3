using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>What can be found with an image, or with an account's settings in a Region; the most urgent first.</summary>
public enum FindingKind
{
    Public,
    PublicSnapshot,
    SharedOutside,
    SharedWithOrganization,
    LookAlike,
    SharedIn,
    BlockPublicAccess,
    AllowedImages,
    Unencrypted,
    Unused,
    Deprecated,
    Disabled,
    Name,
}

/// <param name="Detail">What exactly, such as the account that it is shared with.</param>
public readonly record struct ImageFinding(FindingKind Kind, string Detail);

public static class FindingKinds
{
    private static readonly (string Name, Severity Severity, string Title)[] All =
    [
        ("public", AmiGovernance.Core.Base.Diagnostics.Severity.Error, "everyone may launch it"),
        (
            "public_snapshot",
            AmiGovernance.Core.Base.Diagnostics.Severity.Error,
            "everyone may restore a snapshot of it"
        ),
        (
            "shared_outside",
            AmiGovernance.Core.Base.Diagnostics.Severity.Warning,
            "shared with an account outside the organization"
        ),
        (
            "shared_with_organization",
            AmiGovernance.Core.Base.Diagnostics.Severity.Warning,
            "shared with another organization"
        ),
        (
            "look_alike",
            AmiGovernance.Core.Base.Diagnostics.Severity.Warning,
            "named as a well-known public image, owner unknown"
        ),
        ("shared_in", AmiGovernance.Core.Base.Diagnostics.Severity.Note, "shared into the account by an unknown owner"),
        (
            "block_public_access",
            AmiGovernance.Core.Base.Diagnostics.Severity.Warning,
            "block public access is not as it should be"
        ),
        (
            "allowed_images",
            AmiGovernance.Core.Base.Diagnostics.Severity.Warning,
            "allowed images settings are not as they should be"
        ),
        ("unencrypted", AmiGovernance.Core.Base.Diagnostics.Severity.Note, "not encrypted"),
        ("unused", AmiGovernance.Core.Base.Diagnostics.Severity.Note, "not launched for long"),
        ("deprecated", AmiGovernance.Core.Base.Diagnostics.Severity.Note, "deprecated"),
        ("disabled", AmiGovernance.Core.Base.Diagnostics.Severity.Note, "disabled"),
        ("name", AmiGovernance.Core.Base.Diagnostics.Severity.Note, "not named by the convention"),
    ];

    /// <summary>In the order of the enum.</summary>
    public static readonly IReadOnlyList<string> Names = [.. All.Select(k => k.Name)];

    /// <summary>Whether it is a finding of an account's settings, not of an image.</summary>
    public static bool IsOfSettings(this FindingKind kind) =>
        kind is FindingKind.BlockPublicAccess or FindingKind.AllowedImages;

    public static string Name(this FindingKind kind) => All[(int)kind].Name;

    public static Severity Severity(this FindingKind kind) => All[(int)kind].Severity;

    public static string Title(this FindingKind kind) => All[(int)kind].Title;

    public static FindingKind? FromName(string name) =>
        Array.FindIndex(All, k => k.Name == name) is >= 0 and var at ? (FindingKind)at : null;
}
