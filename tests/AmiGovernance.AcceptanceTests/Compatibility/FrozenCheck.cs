using System.Text.Json.Serialization;

namespace AmiGovernance.AcceptanceTests.Compatibility;

/// <summary>What a command must make of frozen files.</summary>
/// <param name="Command">The command line, without `amigov`.</param>
/// <param name="Exit">Its exit code.</param>
/// <param name="Says">Texts in what it prints.</param>
internal sealed record FrozenCheck(string Command, int Exit, string[] Says);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FrozenCheck[]))]
internal sealed partial class FrozenJson : JsonSerializerContext;
