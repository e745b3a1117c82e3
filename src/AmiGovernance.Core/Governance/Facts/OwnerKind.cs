using System.Text.Json.Serialization;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Governance.Facts;

/// <summary>Who owns images, as far as it is known.</summary>
public enum OwnerKind
{
    [JsonStringEnumMemberName("alias")]
    Alias,

    [JsonStringEnumMemberName("managed_service")]
    ManagedService,

    [JsonStringEnumMemberName("own_account")]
    OwnAccount,

    [JsonStringEnumMemberName("known_publisher")]
    KnownPublisher,

    /// <summary>An account that an old public list gives a name.</summary>
    [JsonStringEnumMemberName("vendor")]
    Vendor,

    [JsonStringEnumMemberName("stranger")]
    Stranger,

    /// <summary>Nobody says whose the images are.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}

public static class OwnerKinds
{
    private static readonly EnumNames<OwnerKind> Names = new(
        (OwnerKind.Alias, "alias"),
        (OwnerKind.ManagedService, "managed_service"),
        (OwnerKind.OwnAccount, "own_account"),
        (OwnerKind.KnownPublisher, "known_publisher"),
        (OwnerKind.Vendor, "vendor"),
        (OwnerKind.Stranger, "stranger"),
        (OwnerKind.Unknown, "unknown")
    );

    public static string Name(this OwnerKind kind) => Names.Of(kind);
}
