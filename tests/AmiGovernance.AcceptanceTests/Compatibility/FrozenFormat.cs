using System.Globalization;
using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;
using AmiGovernance.TestSupport.Reports;

namespace AmiGovernance.AcceptanceTests.Compatibility;

/// <summary>
/// A folder in tests/data/compatibility: what an amigov of that format version wrote, and what every later one must make of it. Its README
/// says what lies where.
/// </summary>
internal sealed class FrozenFormat(string version)
{
    private const string Time = "yyyyMMdd'T'HHmmss'Z'";

    public static string Root { get; } = RepositoryRoot.File("tests", "data", "compatibility");

    public static IEnumerable<string> Versions =>
        Directory.GetDirectories(Root).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal);

    private readonly string folder = Path.Combine(Root, version);

    public IReadOnlyList<FrozenCheck> Checks =>
        JsonSerializer.Deserialize(
            File.ReadAllText(Path.Combine(folder, "checks.json")),
            FrozenJson.Default.FrozenCheckArray
        )!;

    /// <summary>The repository with its commits, the databases, and the organization as it was left.</summary>
    public Amigov Thaw()
    {
        var amigov = new Amigov();
        foreach (var commit in Directory.GetDirectories(Path.Combine(folder, "commits")).Order(StringComparer.Ordinal))
        {
            var (author, time) = Named(Path.GetFileName(commit));
            amigov.Now = time;
            amigov.As(author, Email(author));
            foreach (var (path, bytes) in Files(commit))
                amigov.Files.Files[path] = bytes;
            amigov.Git!.CommitAll("as it was written");
        }
        foreach (var (path, bytes) in Files(Path.Combine(folder, "databases")))
            WriteTo(amigov.Databases.FullPath(path), bytes);
        amigov.Sandbox = SandboxServer.Start(World(amigov.Now)).GetAwaiter().GetResult();
        return amigov;
    }

    /// <summary>Plays the steps and keeps what they write. What is frozen once stays as it is.</summary>
    public void Freeze()
    {
        Assert.False(Directory.Exists(Path.Combine(folder, "commits")), $"{version} is frozen already");
        using var amigov = new Amigov();
        foreach (var (path, bytes) in Files(Path.Combine(folder, "start")))
            amigov.Files.Files[path] = bytes;
        var kept = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var step in File.ReadAllLines(Path.Combine(folder, "steps")))
        {
            if (step[0] == '@')
                GoldenCase.Take(amigov, step, GoldenTests.TakeStep);
            else
                Write(amigov, step);
            if (amigov.Git is { Author: { } author })
                Keep(amigov, author.Name, kept);
        }
        foreach (var (path, bytes) in Files(amigov.Databases.FullPath(".")))
            WriteTo(Path.Combine(folder, "databases", path), bytes);
        File.WriteAllBytes(Path.Combine(folder, "world.json"), WorldWriter.Write(amigov.Sandbox!.World));
        var promises = ReportPromises.OfToday().Select(p => $"{p.Key} {p.Value}");
        File.WriteAllLines(Path.Combine(folder, "reports"), promises);
    }

    /// <summary>`{databases}` stands for the folder of the databases: a state of the trail is looked for where the process is.</summary>
    public static (int ExitCode, string Out, string Error) Run(Amigov amigov, string line) =>
        amigov.Run(line.Replace("{databases}", amigov.Databases.FullPath("."), StringComparison.Ordinal).Split(' '));

    private static void Write(Amigov amigov, string step)
    {
        var (exit, output, error) = Run(amigov, step);
        Assert.True(exit is 0 or 3 or 4, $"{step}: {exit}\n{output}{error}");
    }

    /// <summary>Writes the files that have changed since the last time.</summary>
    private void Keep(Amigov amigov, string author, Dictionary<string, byte[]> kept)
    {
        var changed = amigov
            .Files.Files.Where(f => !kept.TryGetValue(f.Key, out var before) || !before.SequenceEqual(f.Value))
            .ToList();
        if (changed.Count == 0)
            return;
        var number = Directory.Exists(Path.Combine(folder, "commits"))
            ? Directory.GetDirectories(Path.Combine(folder, "commits")).Length + 1
            : 1;
        var time = amigov.Now.ToString(Time, CultureInfo.InvariantCulture);
        var name = string.Create(CultureInfo.InvariantCulture, $"{number:00}-{author}-{time}");
        foreach (var (path, bytes) in changed)
        {
            kept[path] = bytes;
            WriteTo(Path.Combine(folder, "commits", name, path), bytes);
        }
    }

    private SandboxWorld World(DateTimeOffset now)
    {
        var bag = new DiagnosticBag();
        var source = new SourceText("world.json", File.ReadAllBytes(Path.Combine(folder, "world.json")));
        var world = WorldReader.Read(source, new Amigov.FixedTime(now), bag);
        Assert.True(world is not null, string.Join('\n', bag.ToSorted().Select(d => d.Message)));
        return world;
    }

    private static (string Author, DateTimeOffset Time) Named(string commit) =>
        commit.Split('-') is [_, var author, var time]
            ? (
                author,
                DateTimeOffset.ParseExact(time, Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            )
            : throw new InvalidDataException(commit);

    private static string Email(string name) => $"{name.ToLowerInvariant()}@company.com";

    private static IEnumerable<(string Path, byte[] Bytes)> Files(string folder) =>
        Directory.Exists(folder)
            ? Directory
                .GetFiles(folder, "*", SearchOption.AllDirectories)
                .Select(f => (Path.GetRelativePath(folder, f).Replace('\\', '/'), File.ReadAllBytes(f)))
            : [];

    private static void WriteTo(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}
