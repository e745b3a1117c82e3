using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Calibration;

/// <summary>The experiments and their scenes, as the files in `Experiments` tell them.</summary>
public static class ExperimentFiles
{
    private const string Prefix = "experiment:";
    private const string ScenesFile = "experiment:scenes.json";

    private static readonly Lazy<ImmutableArray<Scene>> LazyScenes = new(() =>
        Read(ScenesFile, ExperimentJson.Default.SceneFile).Scenes
    );

    private static readonly Lazy<ImmutableArray<Experiment>> LazyExperiments = new(() =>
        [
            .. EmbeddedFile
                .Names(Prefix)
                .Where(name => name != ScenesFile)
                .Select(name => Read(name, ExperimentJson.Default.Experiment) with { Name = NameOf(name) }),
        ]
    );

    /// <summary>In the order in which they are set up: what one leaves behind for a while does not disturb the next.</summary>
    public static ImmutableArray<Scene> Scenes => LazyScenes.Value;

    /// <summary>By name.</summary>
    public static ImmutableArray<Experiment> All => LazyExperiments.Value;

    /// <summary>Those that the experiments need.</summary>
    public static ImmutableArray<Scene> ScenesOf(ImmutableArray<Experiment> experiments) =>
        [.. Scenes.Where(scene => experiments.Any(e => e.Scene == scene.Name))];

    private static string NameOf(string resource) => Path.GetFileNameWithoutExtension(resource[Prefix.Length..]);

    private static T Read<T>(string resource, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(EmbeddedFile.Read(resource), type)
        ?? throw new InvalidOperationException($"{resource} holds nothing");
}

internal sealed record SceneFile(ImmutableArray<Scene> Scenes);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(SceneFile))]
[JsonSerializable(typeof(Experiment))]
internal sealed partial class ExperimentJson : JsonSerializerContext;
