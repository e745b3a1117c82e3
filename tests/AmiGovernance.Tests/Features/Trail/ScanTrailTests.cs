using System.IO.Compression;
using AmiGovernance.Cli.Adapters.Trails;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;
using AmiGovernance.TestSupport.Features.Trail;
using AmiGovernance.TestSupport.Features.Trail.Generator;

namespace AmiGovernance.Tests.Features.Trail;

public sealed class ScanTrailTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("amigov-trail-");

    private string StatePath => Path.Combine(folder.FullName, "state.db");

    public void Dispose() => folder.Delete(recursive: true);

    private static (TrailGenerator Generator, SortedDictionary<string, byte[]> Files) Generate(int seed, int records)
    {
        var generator = new TrailGenerator(seed);
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var file in generator.Files(records, CompressionLevel.Fastest))
            files[file.Path] = file.Gzip;
        return (generator, files);
    }

    private static async Task<TrailFindings> Scan(ITrailSource source, ITrailState? state = null)
    {
        var scan = new ScanTrail(source, TrailQuestion.Everything, state, TimeProvider.System);
        await scan.Run(TestContext.Current.CancellationToken);
        return scan.Findings;
    }

    [Fact]
    public async Task The_answer_does_not_depend_on_the_number_of_readers()
    {
        var (_, files) = Generate(seed: 2, records: 10_000);
        var one = await Scan(new InMemoryTrail(files) { Concurrency = 1 });
        var many = await Scan(new InMemoryTrail(files) { Concurrency = 7 });
        Assert.Equal(one.Rows, many.Rows);
        Assert.Equal(one.Ledger.Counts, many.Ledger.Counts);
        Assert.Equal(
            one.Sources.Owners.OrderBy(o => o.Key, StringComparer.Ordinal),
            many.Sources.Owners.OrderBy(o => o.Key, StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Stopped_at_any_moment_a_run_goes_on_without_loss_or_double_count()
    {
        var (generator, files) = Generate(seed: 3, records: 15_000);
        var random = new Random(4);
        var stops = 0;
        while (true)
        {
            using var state = TrailStateFile.Open(StatePath, new DiagnosticBag());
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            var left = random.Next(1, 4);
            var source = new InMemoryTrail(files)
            {
                Opening = _ =>
                {
                    if (Interlocked.Decrement(ref left) == 0)
                        stop.Cancel();
                },
            };
            var scan = new ScanTrail(source, TrailQuestion.Everything, state, TimeProvider.System);
            try
            {
                await scan.Run(stop.Token);
                TrailAnswers.AssertExact(generator, scan.Findings);
                break;
            }
            catch (OperationCanceledException)
            {
                stops++;
            }
        }
        Assert.True(stops > 0, "no run was stopped");
        // All of it comes out of the file again, and nothing is read.
        using var again = TrailStateFile.Open(StatePath, new DiagnosticBag());
        var findings = await Scan(
            new InMemoryTrail(files) { Opening = _ => Assert.Fail("a file was read twice") },
            again
        );
        Assert.Equal(files.Count, findings.Ledger.Skipped["read before"]);
        TrailAnswers.AssertExact(generator, findings);
    }

    [Fact]
    public async Task A_kill_between_two_saves_loses_nothing()
    {
        var (generator, files) = Generate(seed: 5, records: 10_000);
        var random = new Random(6);
        for (var round = 0; ; round++)
        {
            // A state that stops saving is what a killed process leaves.
            using var file = TrailStateFile.Open(StatePath, new DiagnosticBag());
            using var state = new DyingState(file!, saves: round < 4 ? random.Next(1, 4) : int.MaxValue);
            var scan = new ScanTrail(new InMemoryTrail(files), TrailQuestion.Everything, state, new FastTime());
            try
            {
                await scan.Run(TestContext.Current.CancellationToken);
                TrailAnswers.AssertExact(generator, scan.Findings);
                return;
            }
            catch (IOException)
            {
                Assert.True(round < 4, "the run did not end");
            }
        }
    }

    [Fact]
    public async Task Files_that_come_later_are_read_and_changed_ones_are_told()
    {
        var (generator, files) = Generate(seed: 7, records: 5_000);
        var early = files.Take(files.Count / 2).ToDictionary(f => f.Key, f => f.Value);
        using (var state = TrailStateFile.Open(StatePath, new DiagnosticBag()))
            await Scan(new InMemoryTrail(early), state);
        using var again = TrailStateFile.Open(StatePath, new DiagnosticBag());
        TrailAnswers.AssertExact(generator, await Scan(new InMemoryTrail(files), again));
        var first = files.Keys.First();
        var changed = new Dictionary<string, byte[]>(files) { [first] = [.. files[first], 0] };
        var gap = Assert.Single((await Scan(new InMemoryTrail(changed), again)).Ledger.Gaps);
        Assert.Equal(first, gap.File);
    }

    [Fact]
    public async Task What_only_earlier_runs_read_is_told_apart()
    {
        var (generator, files) = Generate(seed: 12, records: 5_000);
        using (var state = TrailStateFile.Open(StatePath, new DiagnosticBag()))
            await Scan(new InMemoryTrail(files), state);
        using var again = TrailStateFile.Open(StatePath, new DiagnosticBag());
        var some = await Scan(new InMemoryTrail(files.Skip(2).ToDictionary()), again);
        TrailAnswers.AssertExact(generator, some);
        Assert.Equal(
            (files.Count, 2L, false),
            (some.Ledger.Files, some.Ledger.NotThereNow, some.Ledger.IsNothingThere)
        );
    }

    [Fact]
    public async Task A_state_is_no_answer_where_no_file_is_there()
    {
        var (_, files) = Generate(seed: 12, records: 5_000);
        using (var state = TrailStateFile.Open(StatePath, new DiagnosticBag()))
            await Scan(new InMemoryTrail(files), state);
        using var again = TrailStateFile.Open(StatePath, new DiagnosticBag());
        var none = await Scan(new InMemoryTrail(new Dictionary<string, byte[]>()), again);
        Assert.True(none.Ledger.IsNothingThere);
    }

    /// <summary>More calls than are held until their file has been read.</summary>
    [Fact]
    public async Task Of_a_file_that_breaks_off_late_it_is_said_what_is_counted_and_nothing_is_kept()
    {
        var calls = string.Join(
            '\n',
            Enumerable
                .Range(0, 60_000)
                .Select(i =>
                    $$"""{"eventName":"RunInstances","eventSource":"ec2.amazonaws.com","eventVersion":"1.11","eventID":"{{i}}"}"""
                )
        );
        var files = new Dictionary<string, byte[]> { ["a.json"] = System.Text.Encoding.UTF8.GetBytes(calls) };
        using (var state = TrailStateFile.Open(StatePath, new DiagnosticBag()))
        {
            var broken = (await Scan(new BrokenOff(files), state)).Ledger;
            Assert.Equal(50_000, broken.Counts.Watched);
            Assert.EndsWith(
                "the line went dead; 50,000 calls of its beginning are counted",
                Assert.Single(broken.Gaps).Reason,
                StringComparison.Ordinal
            );
        }
        using var again = TrailStateFile.Open(StatePath, new DiagnosticBag());
        var whole = (await Scan(new InMemoryTrail(files), again)).Ledger;
        Assert.Equal((60_000, 0, 0), (whole.Counts.Watched, whole.Counts.Duplicates, whole.GapCount));
    }

    [Fact]
    public async Task What_cannot_be_opened_is_told_and_the_rest_is_read()
    {
        var (_, files) = Generate(seed: 8, records: 3_000);
        var locked = files.Keys.ElementAt(2);
        files["AWSLogs/o-abc123xyz0/CloudTrail-Digest/x.json.gz"] = [];
        files["notes.txt"] = [];
        var ledger = (await Scan(new InMemoryTrail(files) { Locked = { locked } })).Ledger;
        Assert.Equal([locked, "notes.txt"], ledger.Gaps.Select(g => g.File).Order(StringComparer.Ordinal));
        Assert.Equal(files.Count - 2, ledger.Files);
        Assert.Equal([("digest", 1L)], ledger.Skipped.Select(s => (s.Key, s.Value)));
    }

    [Fact]
    public async Task Every_damage_is_reported_with_its_file()
    {
        var (generator, files) = Generate(seed: 9, records: 20_000);
        var random = new Random(10);
        var damaged = files.Keys.Where((_, i) => i % 3 == 0).ToList();
        foreach (var name in damaged)
        {
            var bytes = files[name].ToArray();
            if (random.Next(2) == 0)
                bytes = bytes[..random.Next(3, bytes.Length)];
            else
                bytes[random.Next(20, bytes.Length - 4)] ^= (byte)(1 << random.Next(8));
            files[name] = bytes;
        }
        var ledger = (await Scan(new InMemoryTrail(files))).Ledger;
        Assert.Equal(damaged, ledger.Gaps.Select(g => g.File).Distinct());
        Assert.True(ledger.Counts.Records < generator.Records);
    }

    [Fact]
    public async Task Two_runs_do_not_write_one_state()
    {
        using var first = TrailStateFile.Open(StatePath, new DiagnosticBag());
        Assert.NotNull(first);
        var bag = new DiagnosticBag();
        Assert.Null(await Task.Run(() => TrailStateFile.Open(StatePath, bag), TestContext.Current.CancellationToken));
        Assert.Equal("AMI0907", Assert.Single(bag.ToSorted()).Code);
    }

    [Fact]
    public void A_state_of_another_question_is_refused()
    {
        using var amigov = new Amigov().With(
            "logs/a.json",
            """{"eventVersion":"1.11","eventName":"RunInstances","eventSource":"ec2.amazonaws.com"}"""
        );
        Assert.Equal(0, amigov.Run("trail", "scan", "logs", "--state", StatePath).ExitCode);
        Assert.Equal(0, amigov.Run("trail", "scan", "logs", "--state", StatePath).ExitCode);
        var (exitCode, _, error) = amigov.Run("trail", "scan", "logs", "--state", StatePath, "--from", "2026-01-01");
        Assert.Equal((1, true), (exitCode, error.Contains("AMI0903", StringComparison.Ordinal)));
    }

    /// <summary>Every file fails at its end.</summary>
    private sealed class BrokenOff(IReadOnlyDictionary<string, byte[]> files) : ITrailSource
    {
        private readonly InMemoryTrail whole = new(files);

        public int Concurrency => 1;

        public IAsyncEnumerable<TrailFile> List(CancellationToken cancel) => whole.List(cancel);

        public Stream Open(TrailFile file, CancellationToken cancel) => new Failing(files[file.Name]);

        private sealed class Failing(byte[] bytes) : MemoryStream(bytes, writable: false)
        {
            public override int Read(byte[] buffer, int offset, int count) =>
                base.Read(buffer, offset, count) is > 0 and var read
                    ? read
                    : throw new IOException("the line went dead");

            public override int Read(Span<byte> buffer) =>
                base.Read(buffer) is > 0 and var read ? read : throw new IOException("the line went dead");
        }
    }

    /// <summary>Fails after some saves, and saves nothing more.</summary>
    private sealed class DyingState(ITrailState inner, int saves) : ITrailState
    {
        private int left = saves;

        public string? Question => inner.Question;

        public TrailSnapshot? Load() => inner.Load();

        public TrailFile? WhenRead(string name) => inner.WhenRead(name);

        public void Save(TrailProgress progress)
        {
            if (left-- <= 0)
                throw new IOException("killed");
            inner.Save(progress);
        }

        public void Dispose() { }
    }

    /// <summary>Ten seconds pass with each look at the clock, so that each file is saved.</summary>
    private sealed class FastTime : TimeProvider
    {
        private long ticks;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Add(ref ticks, 10);
    }
}
