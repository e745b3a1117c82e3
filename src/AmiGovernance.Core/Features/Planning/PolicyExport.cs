using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>What a carrier is given, and what its people must know.</summary>
/// <param name="FormatVersion">Rises with any change that could break a reader.</param>
/// <param name="Carrier">That it is for.</param>
public sealed record PolicyExport(string FormatVersion, string Carrier)
{
    /// <summary>The record of an export, beside its files.</summary>
    public const string RecordPath = "amigov-export.json";

    /// <summary>Where the files stand.</summary>
    [JsonIgnore]
    public string Folder { get; init; } = "";

    /// <summary>Null where it is not known.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>That are exported.</summary>
    public required ImmutableArray<ExportedPolicy> Policies { get; init; }

    /// <summary>What is enforced while the rest is in audit mode; the next export keeps it.</summary>
    public ImmutableArray<string> Stages { get; init; } = [];

    /// <summary>The days on which the files must be made and carried out again; the earliest first.</summary>
    public required ImmutableArray<RenderDate> RenderAgain { get; init; }

    /// <summary>What the carrier does otherwise than amigov, or needs.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>
    /// What the carrier leaves as it is and somebody must undo, since the export before this one; null for nothing. The record has it not:
    /// the next export knows only what this one brings.
    /// </summary>
    public ImmutableArray<string>? ByHand { get; init; }

    /// <summary>Paths below the folder of the export.</summary>
    public required ImmutableArray<string> Files { get; init; }

    /// <summary>Those of <see cref="Files"/>, and this record among them.</summary>
    [JsonIgnore]
    public ImmutableArray<GeneratedFile> Contents { get; init; } = [];

    /// <summary>
    /// The record of an earlier export. Without a value and without findings there is none; with an error nobody knows what that export
    /// enforced.
    /// </summary>
    /// <param name="folder">Of the export.</param>
    public static Reading<PolicyExport> Read(IFileReader files, string folder)
    {
        var path = $"{folder}/{RecordPath}";
        return Reading.Of(bag => files.Exists(path) && files.Read(path, bag) is { } source ? Read(source, bag) : null);
    }

    private static PolicyExport? Read(SourceText source, DiagnosticBag bag)
    {
        // Says where a mistake stands, a merge conflict among them.
        if (JsonParser.Parse(source, bag) is null || bag.HasErrors)
            return null;
        try
        {
            var record = JsonSerializer.Deserialize(source.Bytes.Span, PolicyExportJson.Default.PolicyExport);
            if (record is { Files.IsDefault: false, Stages.IsDefault: false } && IsSound(record))
                return record;
        }
        catch (JsonException)
        {
            // Not of the form of a record: told below, as is a wrong value.
        }
        bag.Report(
            ConfigDiagnostics.InvalidText,
            SourceLocation.OfFile(source),
            "this is no record of an export, so that nobody knows what is enforced",
            "restore it from version control; where it is lost, delete it, and give `--org organization.json` of `amigov org export`"
        );
        return null;
    }

    /// <summary>Whoever may change the repository can change the record.</summary>
    private static bool IsSound(PolicyExport record) =>
        record.Files.All(f => f is not null) && record.Stages.All(s => s is not null && OrganizationTarget.IsValid(s));
}

/// <param name="Name">Unique for its type.</param>
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

/// <summary>The record of an export, `amigov-export.json` (docs/reference/handover.md).</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(PolicyExport))]
public sealed partial class PolicyExportJson : JsonSerializerContext
{
    /// <summary>With a line break at the end.</summary>
    public static byte[] Bytes(PolicyExport export) =>
        [
            .. JsonText.Write(indented: true, writer => JsonSerializer.Serialize(writer, export, Default.PolicyExport)),
            (byte)'\n',
        ];
}
