using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>What each kind of finding is called, and how urgent it is.</summary>
public static class FindingKinds
{
    private sealed record Entry(FindingKind Kind, string Name, Severity Severity, string Title);

    private static readonly ImmutableArray<Entry> All =
    [
        Error(FindingKind.Public, "public", "everyone may launch it"),
        Error(FindingKind.PublicSnapshot, "public_snapshot", "everyone may restore a snapshot of it"),
        Warning(FindingKind.SharedOutside, "shared_outside", "shared with an account outside the organization"),
        Warning(FindingKind.SharedWithOrganization, "shared_with_organization", "shared with another organization"),
        Warning(FindingKind.LookAlike, "look_alike", "named as a well-known public image, owner unknown"),
        Note(FindingKind.SharedIn, "shared_in", "shared into the account by an unknown owner"),
        Warning(FindingKind.BlockPublicAccess, "block_public_access", "block public access is not as it should be"),
        Warning(
            FindingKind.DeclarativeAttribute,
            "declarative_attribute",
            "an attribute of the declarative policy is not as it should be"
        ),
        Warning(FindingKind.AllowedImages, "allowed_images", "allowed images settings are not as they should be"),
        Note(FindingKind.Unencrypted, "unencrypted", "not encrypted"),
        Note(FindingKind.Unused, "unused", "not launched for long"),
        Note(FindingKind.Deprecated, "deprecated", "deprecated"),
        Note(FindingKind.Disabled, "disabled", "disabled"),
        Note(FindingKind.Name, "name", "not named by the convention"),
    ];

    private static readonly FindingKind[] OfSettings =
    [
        FindingKind.BlockPublicAccess,
        FindingKind.DeclarativeAttribute,
        FindingKind.AllowedImages,
    ];

    /// <summary>The most urgent first.</summary>
    public static readonly IReadOnlyList<string> Names = [.. All.Select(k => k.Name)];

    /// <summary>The kinds of findings of images, not of settings.</summary>
    public static readonly IReadOnlyList<string> NamesOfImages =
    [
        .. All.Where(k => !OfSettings.Contains(k.Kind)).Select(k => k.Name),
    ];

    public static string Name(this FindingKind kind) => Of(kind).Name;

    public static Severity Severity(this FindingKind kind) => Of(kind).Severity;

    public static string Title(this FindingKind kind) => Of(kind).Title;

    /// <summary>Null when it is no name of a kind.</summary>
    public static FindingKind? FromName(string name) => All.FirstOrDefault(k => k.Name == name)?.Kind;

    private static Entry Of(FindingKind kind) => All.First(k => k.Kind == kind);

    private static Entry Error(FindingKind kind, string name, string title) =>
        new(kind, name, Base.Diagnostics.Severity.Error, title);

    private static Entry Warning(FindingKind kind, string name, string title) =>
        new(kind, name, Base.Diagnostics.Severity.Warning, title);

    private static Entry Note(FindingKind kind, string name, string title) =>
        new(kind, name, Base.Diagnostics.Severity.Note, title);
}
