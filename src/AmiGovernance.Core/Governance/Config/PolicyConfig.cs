using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Governance.Config;

public sealed record PolicyConfig
{
    public const string DefaultNamingPattern = "{org}-{os}-{version}-{purpose}-{date}";

    /// <summary>Null when the configuration does not say.</summary>
    public AllowedImagesState? EnforcementMode { get; init; }

    /// <summary>How long audit mode must have run before anything is enforced.</summary>
    public int MinimumAuditDays { get; init; } = 14;

    public string? ExceptionRequestUrl { get; init; }

    public string? ExceptionMessage { get; init; }

    /// <summary>In days; null when not set.</summary>
    public int? MaxExceptionDays { get; init; }

    public int WarningDays { get; init; } = 14;

    public bool BlockPublicAmiSharing { get; init; } = true;

    public bool DenyAmiCreationInWorkloads { get; init; } = true;

    /// <summary>Whether, once enforced, nobody copies images of others who are not on the list.</summary>
    public bool DenyForeignImageCopies { get; init; }

    /// <summary>Whether snapshots are shared, and images stored or exported, by publishers only.</summary>
    public bool DenyContentExport { get; init; }

    /// <summary>Services whose own roles make images where no SCP reaches; only publishers may ask them to.</summary>
    public ImmutableArray<ImageService> DenyImageServices { get; init; } = [];

    public string DeclarativePolicyName { get; init; } = "ami-governance-declarative-policy";

    public string ScpName { get; init; } = "scp-ami-guardrail";

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>The schema documents `aws` as the default.</summary>
    public Partition Partition { get; init; } = Partition.Aws;

    public string ImageNamingPattern { get; init; } = DefaultNamingPattern;

    /// <summary>By attribute, the states that the configuration asks for by name.</summary>
    public ImmutableSortedDictionary<string, string> OptionalStates { get; init; } = NoStates;

    /// <summary>The states that the declarative policy sets, by attribute.</summary>
    public ImmutableSortedDictionary<string, string> States =>
        BlockPublicAmiSharing
            ? OptionalStates.SetItem(
                DeclarativeAttributes.ImageBlockPublicAccess.Name,
                DeclarativeAttributes.ImageBlockPublicAccess.Strongest
            )
            : OptionalStates;

    /// <summary>The actions that switch off or weaken what the declarative policy sets.</summary>
    public ImmutableArray<string> GuardrailActions =>
        [
            .. DeclarativeAttributes.WithState.Where(a => States.ContainsKey(a.Name)).SelectMany(a => a.WeakenedBy),
            .. DeclarativeAttributes.AllowedImagesSettings.WeakenedBy,
        ];

    private static readonly ImmutableSortedDictionary<string, string> NoStates = ImmutableSortedDictionary<
        string,
        string
    >.Empty.WithComparers(StringComparer.Ordinal);
}
