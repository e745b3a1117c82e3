using System.Text.Json.Serialization;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Discovery;

/// <summary>The report for machines (docs/reference/outputs.md).</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(IsoTimeJson)]
)]
[JsonSerializable(typeof(DiscoveryReport))]
public sealed partial class DiscoveryJson : JsonSerializerContext;
