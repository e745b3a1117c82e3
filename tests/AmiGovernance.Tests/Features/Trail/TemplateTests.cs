using System.Globalization;
using System.Text.Json.Nodes;
using AmiGovernance.Cli.Adapters.Trails;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;
using AmiGovernance.TestSupport.Features.Trail;
using CsCheck;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>Which image a launch by launch template had, as far as the trail tells it.</summary>
public sealed class TemplateTests : IDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("amigov-templates-");

    public void Dispose() => folder.Delete(recursive: true);

    public static TheoryData<string> Cases => [.. Read().Select(c => (string)c["name"]!)];

    private static IEnumerable<JsonObject> Read() =>
        JsonNode
            .Parse(File.ReadAllText(RepositoryRoot.File("tests", "data", "trail", "templates.json")))!
            .AsArray()
            .Select(c => c!.AsObject());

    private static string Principal(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"arn:aws:iam::111122223333:role/r{number}");

    private static async Task<TrailFindings> Scan(
        IReadOnlyDictionary<string, byte[]> files,
        int readers = 2,
        ITrailState? state = null
    )
    {
        var scan = new ScanTrail(
            new InMemoryTrail(files) { Concurrency = readers },
            TrailQuestion.Everything,
            state,
            TimeProvider.System
        );
        await scan.Run(Cancel);
        return scan.Findings;
    }

    private static Task<TrailFindings> Scan(params string[] records) =>
        Scan(new Dictionary<string, byte[]> { ["a.json"] = TemplateRecords.File(records) });

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_launch_has_the_image_of_its_template_where_the_trail_tells_it(string name)
    {
        var known = Read().Single(c => (string)c["name"]! == name);
        var launches = known["launches"]!.AsObject().ToList();
        var records = launches
            .Select((l, i) => TemplateRecords.Launch(l.Key, Principal(i)))
            .Concat(known["calls"]!.AsArray().Select(c => TemplateRecords.Change((string)c!)));
        var found = await Scan([.. records]);
        var rows = new TrailReporter(new ImageOwners(), found.Sources, null)
            .Report(found.Rows)
            .ToDictionary(r => r.Key.Principal);
        Assert.Equal(launches.Count, rows.Count);
        Assert.Equal(
            launches.Select(l =>
                (l.Key, Image: l.Value is { } image ? TemplateRecords.Image((string)image!) : Reference(l.Key))
            ),
            launches.Select((l, i) => (l.Key, rows[Principal(i)].Key.Image))
        );
    }

    private static string Reference(string launch) =>
        launch.Split(' ')[1] is var text && text.Contains(':', StringComparison.Ordinal) ? text : $"{text}:$Default";

    [Fact]
    public async Task Launches_with_the_same_image_are_one_row_again()
    {
        var rows = (
            await Scan(
                TemplateRecords.Change("10:00:00 create lt-1 web ami-a"),
                TemplateRecords.Launch("11:00:00 lt-1:$Latest", Principal(1)),
                TemplateRecords.Launch("12:00:00 lt-1:$Latest", Principal(1)),
                TemplateRecords.Launch("13:00:00 web", Principal(1))
            )
        ).Rows;
        var row = Assert.Single(rows);
        Assert.Equal(
            (3L, TemplateRecords.Image("ami-a"), null, 11, 13),
            (row.Count, row.Key.Image, row.Key.Moment, row.First!.Value.Hour, row.Last!.Value.Hour)
        );
    }

    [Fact]
    public async Task Where_files_could_not_be_read_a_change_may_be_missing()
    {
        const string Folder = "AWSLogs/o-abc123xyz0/111122223333/CloudTrail";
        var files = new Dictionary<string, byte[]>
        {
            [$"{Folder}/us-east-1/2026/01/02/a.json"] = TemplateRecords.File([
                TemplateRecords.Change("10:00:00 create lt-1 web ami-a"),
                TemplateRecords.Launch("11:00:00 lt-1:$Latest", Principal(1)),
                TemplateRecords.Launch("11:00:00 lt-1:1", Principal(2)),
            ]),
        };
        async Task<IEnumerable<string>> Images(string damaged)
        {
            var found = await Scan(
                files.Append(new(damaged, TemplateRecords.File(["{"]))).ToDictionary(f => f.Key, f => f.Value)
            );
            return new TrailReporter(new ImageOwners(), found.Sources, null)
                .Report(found.Rows)
                .OrderBy(r => r.Key.Principal, StringComparer.Ordinal)
                .Select(r => r.Key.Image);
        }
        var image = TemplateRecords.Image("ami-a");
        Assert.Equal(["lt-1:$Latest", image], await Images($"{Folder}/us-east-1/2026/01/02/b.json"));
        Assert.Equal(["lt-1:$Latest", image], await Images("b.json"));
        Assert.Equal([image, image], await Images($"{Folder}/eu-west-1/2026/01/02/b.json"));
        Assert.Equal(
            [image, image],
            await Images("AWSLogs/o-abc123xyz0/444455556666/CloudTrail/us-east-1/2026/01/02/b.json")
        );
    }

    /// <summary>More launches at different times than are told apart: then by the hour, and by the day.</summary>
    [Theory]
    [InlineData(60_000, 1, true)]
    [InlineData(60_000, 3600, true)]
    [InlineData(60_000, 90_000, false)]
    public async Task With_very_many_launches_it_is_looked_at_longer_times(
        int launches,
        int secondsBetween,
        bool isKnownAfterChange
    )
    {
        var begin = new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero);
        string At(int number) =>
            begin
                .AddSeconds((long)number * secondsBetween)
                .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var records = Enumerable
            .Range(0, launches)
            .Select(i => TemplateRecords.Launch($"{At(i)} lt-1:$Latest", Principal(1)))
            .Append(TemplateRecords.Change("10:00:00 create lt-1 web ami-a"))
            .Append(TemplateRecords.Change($"{At(launches / 2)} version lt-1 web 2 ami-b"))
            .ToList();
        var files = records
            .Chunk(10_000)
            .Select(
                (r, i) =>
                    (Name: string.Create(CultureInfo.InvariantCulture, $"{i}.json"), Bytes: TemplateRecords.File(r))
            )
            .ToDictionary(f => f.Name, f => f.Bytes);
        var found = await Scan(files);
        var counts = found.Rows.ToDictionary(r => r.Key.Image, r => r.Count);
        Assert.Equal(
            (launches, isKnownAfterChange),
            ((int)counts.Values.Sum(), counts.ContainsKey(TemplateRecords.Image("ami-b")))
        );
        Assert.True(counts["lt-1:$Latest"] > 0, "the launches close to the change are known");
        // In another order, and out of a state.
        var turned = records
            .AsEnumerable()
            .Reverse()
            .Chunk(7_000)
            .Select(
                (r, i) =>
                    (Name: string.Create(CultureInfo.InvariantCulture, $"{i}.json"), Bytes: TemplateRecords.File(r))
            )
            .ToDictionary(f => f.Name, f => f.Bytes);
        var path = Path.Combine(folder.FullName, "state.db");
        foreach (var part in new[] { turned.Take(4), turned })
        {
            using var state = TrailStateFile.Open(path, new DiagnosticBag());
            found = await Scan(part.ToDictionary(f => f.Key, f => f.Value), state: state);
        }
        Assert.Equal(counts, found.Rows.ToDictionary(r => r.Key.Image, r => r.Count));
        using var again = TrailStateFile.Open(path, new DiagnosticBag());
        Assert.Equal(
            counts,
            (await Scan(new Dictionary<string, byte[]>(), state: again)).Rows.ToDictionary(
                r => r.Key.Image,
                r => r.Count
            )
        );
    }

    private sealed record World(
        List<string> Records,
        List<(string Launch, string Image, bool IsFarFromChanges)> Launches
    );

    /// <summary>Calls on a few templates as AWS answers them, and what launches among them had.</summary>
    private static readonly Gen<World> Worlds = Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[5, 60])
        .Select(
            (seed, steps) =>
            {
                var random = new Random(seed);
                var (records, launches) = (new List<string>(), new List<(string, string, bool)>());
                var (launchedAt, lastDefault) = (new List<int>(), -1);
                var (templates, ids, clock, lastChange) = (
                    new List<(string Id, string Name, List<string> Images, int Default)>(),
                    0,
                    0,
                    -9999
                );
                string Change(string text)
                {
                    lastChange = clock;
                    // Clocks differ by a second: the launch may have come after it.
                    for (var i = 0; i < launches.Count; i++)
                        if (clock - launchedAt[i] <= 1)
                            launches[i] = (launches[i].Item1, launches[i].Item2, false);
                    return TemplateRecords.Change(text);
                }
                for (var step = 0; step < steps; step++)
                {
                    clock += random.Next(4) == 0 ? random.Next(3) : random.Next(1000);
                    var time = TimeSpan.FromSeconds(clock).ToString("c", CultureInfo.InvariantCulture);
                    var image = $"ami-{random.Next(3)}";
                    var at = random.Next(templates.Count + 1);
                    if (at == templates.Count)
                    {
                        if (templates.Count == 3)
                            continue;
                        var name = new[] { "a", "b", "c" }.First(n => templates.All(t => t.Name != n));
                        templates.Add(($"lt-{++ids}", name, [image], 1));
                        records.Add(Change($"{time} create lt-{ids} {name} {image}"));
                        continue;
                    }
                    var (id, called, images, byDefault) = templates[at];
                    var latest = images.Count;
                    switch (random.Next(8))
                    {
                        case 0:
                            var source = random.Next(latest) + 1;
                            images.Add(images[source - 1]);
                            records.Add(Change($"{time} version {id} {called} {latest + 1} from {source} short"));
                            break;
                        case 1:
                            images.Add(image);
                            records.Add(Change($"{time} version {id} {called} {latest + 1} {image}"));
                            break;
                        // Two of one second have no order: then the default stays unknown.
                        case 2 when clock != lastDefault:
                            lastDefault = clock;
                            templates[at] = (id, called, images, random.Next(latest) + 1);
                            records.Add(
                                Change($"{time} default {id} {called} {templates[at].Default} latest {latest}")
                            );
                            break;
                        case 3 when random.Next(3) == 0:
                            templates.RemoveAt(at);
                            records.Add(Change($"{time} delete {id} {called} default {byDefault} latest {latest}"));
                            break;
                        default:
                            var version = random.Next(3) switch
                            {
                                0 => "$Latest",
                                1 => "$Default",
                                _ => "",
                            };
                            var launch =
                                $"{time} {(random.Next(2) == 0 ? id : called)}{(version.Length > 0 ? $":{version}" : "")}";
                            launches.Add(
                                (
                                    launch,
                                    images[(version == "$Latest" ? latest : byDefault) - 1],
                                    clock - lastChange > 300
                                )
                            );
                            launchedAt.Add(clock);
                            records.Add(TemplateRecords.Launch(launch, Principal(launches.Count - 1)));
                            break;
                    }
                }
                return new World(records, launches);
            }
        );

    /// <summary>
    /// Files in any order, read by any number of readers, in any number of runs, from any event on: never another image than the launch
    /// had.
    /// </summary>
    [Fact]
    public void What_is_said_is_true_and_does_not_depend_on_the_order_of_files()
    {
        var runs = 0;
        Gen.Select(Worlds, Gen.Int[0, int.MaxValue])
            .Sample(
                (world, seed) =>
                {
                    var random = new Random(seed);
                    var whole = Task.Run(() => Scan([.. world.Records]), Cancel).GetAwaiter().GetResult();
                    var rows = whole.Rows.ToDictionary(r => r.Key.Principal);
                    for (var i = 0; i < world.Launches.Count; i++)
                    {
                        var (launch, truth, isFar) = world.Launches[i];
                        var image = rows[Principal(i)].Key.Image;
                        Assert.True(
                            image == TemplateRecords.Image(truth) || !isFar && image == Reference(launch),
                            $"{launch}: {image}, not {truth}"
                        );
                    }
                    var shuffled = world.Records.ToArray();
                    random.Shuffle(shuffled);
                    var files = shuffled
                        .Chunk(random.Next(1, 8))
                        .Select(
                            (r, n) =>
                                (
                                    Name: string.Create(CultureInfo.InvariantCulture, $"{n:000}.json"),
                                    Bytes: TemplateRecords.File(r)
                                )
                        )
                        .ToDictionary(f => f.Name, f => f.Bytes);
                    var path = Path.Combine(
                        folder.FullName,
                        string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref runs)}.db")
                    );
                    foreach (var count in new[] { random.Next(files.Count + 1), files.Count })
                    {
                        using var state = TrailStateFile.Open(path, new DiagnosticBag());
                        var part = files.Take(count).ToDictionary(f => f.Key, f => f.Value);
                        var found = Task.Run(() => Scan(part, random.Next(1, 5), state), Cancel)
                            .GetAwaiter()
                            .GetResult();
                        if (count == files.Count)
                            Assert.Equal(whole.Rows, found.Rows);
                    }
                    // A trail that begins later may miss that a name was another template's shortly before, and so tell what the whole
                    // trail leaves open; what it tells is true all the same.
                    var later = Task.Run(() => Scan([.. world.Records.Skip(random.Next(world.Records.Count))]), Cancel)
                        .GetAwaiter()
                        .GetResult();
                    var truths = world
                        .Launches.Select((l, i) => (Principal(i), TemplateRecords.Image(l.Image)))
                        .ToDictionary();
                    Assert.All(
                        later.Rows.Where(r => CallImages.IsImage(r.Key.Image)),
                        r => Assert.Equal(truths[r.Key.Principal], r.Key.Image)
                    );
                },
                iter: TestScale.Samples(60),
                threads: 1,
                print: sample => string.Join('\n', sample.Item1.Records)
            );
    }
}
