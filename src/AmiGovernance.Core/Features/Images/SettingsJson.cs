using System.Text.Json.Serialization;

namespace AmiGovernance.Core.Features.Images;

/// <summary>How settings are written: with members that follow the table of attributes, which needs more than writing alone.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(SettingsDocument))]
[JsonSerializable(typeof(string))]
public sealed partial class SettingsJson : JsonSerializerContext;
