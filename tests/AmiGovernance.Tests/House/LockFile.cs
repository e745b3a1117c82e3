using System.Text.Json;

namespace AmiGovernance.Tests.House;

/// <summary>What NuGet wrote of the packages of a project.</summary>
internal sealed record LockFile(string Path, string Text)
{
    private const string Framework = "net10.0";

    public static LockFile Read(string path) => new(path, File.ReadAllText(path));

    /// <summary>A lock file of the command line, which is what ships.</summary>
    public static LockFile OfShipped(string name) => Read(RepositoryRoot.File("src", "AmiGovernance.Cli", name));

    public IReadOnlyList<LockedPackage> Packages =>
        [.. Targets.Where(t => t.Target == Framework).SelectMany(t => t.Packages)];

    /// <summary>Those that one kind of machine needs besides.</summary>
    public IReadOnlyList<LockedPackage> OfRuntime =>
        [.. Targets.Where(t => t.Target != Framework).SelectMany(t => t.Packages)];

    private IEnumerable<(string Target, IEnumerable<LockedPackage> Packages)> Targets
    {
        get
        {
            using var document = JsonDocument.Parse(Text);
            return
            [
                .. document
                    .RootElement.GetProperty("dependencies")
                    .EnumerateObject()
                    .Select(t => (t.Name, (IEnumerable<LockedPackage>)[.. Read(t.Value)])),
            ];
        }
    }

    private static IEnumerable<LockedPackage> Read(JsonElement target) =>
        target
            .EnumerateObject()
            .Where(p => p.Value.GetProperty("type").GetString() != "Project")
            .Select(p => new LockedPackage(
                p.Name,
                p.Value.GetProperty("resolved").GetString()!,
                p.Value.GetProperty("contentHash").GetString()!
            ));
}

internal sealed record LockedPackage(string Id, string Version, string Hash);
