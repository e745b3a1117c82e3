using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Core.Features.Handover;

/// <summary>What a carrier is given, and what its people must know.</summary>
public sealed record PolicyExport(string FormatVersion, string Carrier)
{
    /// <summary>Null where it is not known.</summary>
    public string? OrganizationId { get; init; }

    public required ImmutableArray<ExportedPolicy> Policies { get; init; }

    /// <summary>The days on which the files must be made and carried out again; the earliest first.</summary>
    public required ImmutableArray<RenderDate> RenderAgain { get; init; }

    /// <summary>What the carrier does otherwise than amigov, or needs.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>Paths below the folder of the export.</summary>
    public required ImmutableArray<string> Files { get; init; }

    /// <summary>Those of <see cref="Files"/>, and this record among them.</summary>
    [JsonIgnore]
    public ImmutableArray<GeneratedFile> Contents { get; init; } = [];
}

/// <param name="Type">As Organizations calls it.</param>
/// <param name="Characters">The length of the document, which AWS counts.</param>
/// <param name="Targets">Roots, units and accounts; `root` where the id is not known.</param>
public sealed record ExportedPolicy(string Name, string Type, int Characters, ImmutableArray<string> Targets)
{
    /// <summary>`audit_mode` or `enabled`; null for service control policies.</summary>
    public string? Mode { get; init; }

    /// <summary>Null where it does not exist yet, or where that is not known.</summary>
    public string? ExistingId { get; init; }
}

/// <summary>An exception that ends: the service control policy knows the end, the declarative policy must be replaced.</summary>
/// <param name="On">The first day (UTC) without it.</param>
public sealed record RenderDate(DateOnly On, string Account, string Ticket);

/// <summary>The record of an export, `amigov-export.json` (docs/reference/handover.md).</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n"
)]
[JsonSerializable(typeof(PolicyExport))]
public sealed partial class PolicyExportJson : JsonSerializerContext
{
    /// <summary>With a line break at the end.</summary>
    public static byte[] Bytes(PolicyExport export) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(export, Default.PolicyExport), (byte)'\n'];
}
