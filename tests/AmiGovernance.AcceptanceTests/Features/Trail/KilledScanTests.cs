using System.Diagnostics;
using System.IO.Compression;
using AmiGovernance.Cli.Adapters.Trails;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;
using AmiGovernance.TestSupport.Features.Trail;
using AmiGovernance.TestSupport.Features.Trail.Generator;

namespace AmiGovernance.AcceptanceTests.Features.Trail;

/// <summary>`trail scan --follow --state` as a process that is killed again and again, while files come.</summary>
public sealed class KilledScanTests : IDisposable
{
    private const int Kills = 12;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("amigov-killed-scan-");

    public void Dispose() => folder.Delete(recursive: true);

    private string Tree => Path.Combine(folder.FullName, "AWSLogs");

    private string StatePath => Path.Combine(folder.FullName, "state.db");

    /// <summary>Whole from the start, as an object of a bucket is.</summary>
    private void Arrive(KeyValuePair<string, byte[]> file)
    {
        var (path, part) = (Path.Combine(Tree, file.Key), Path.Combine(folder.FullName, "part"));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(part, file.Value);
        File.Move(part, path);
    }

    private static async Task<TrailFindings> Scan(ITrailSource source, ITrailState state)
    {
        var scan = new ScanTrail(source, TrailQuestion.Everything, state, TimeProvider.System);
        await scan.Run(TestContext.Current.CancellationToken);
        return scan.Findings;
    }

    /// <summary>What the killed process left, without touching it: the next one recovers it itself.</summary>
    private (int Files, TrailSnapshot? Snapshot, long Seen) Left()
    {
        var copy = Directory.CreateDirectory(Path.Combine(folder.FullName, "copy")).FullName;
        foreach (var old in Directory.GetFiles(copy))
            File.Delete(old);
        foreach (var file in Directory.GetFiles(folder.FullName, "state.db*"))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        using var state = TrailStateFile.Open(Path.Combine(copy, "state.db"), new DiagnosticBag());
        Assert.NotNull(state);
        var snapshot = state.Load();
        return (
            Directory.GetFiles(Tree, "*", SearchOption.AllDirectories).Count(f => state.WhenRead(f) is not null),
            snapshot,
            snapshot?.Seen.LongCount() ?? 0
        );
    }

    [Fact]
    public async Task Killed_again_and_again_while_files_come_it_ends_with_the_counts_of_one_run()
    {
        var random = new Random(21);
        var generator = new TrailGenerator(seed: 20);
        var generated = generator.Files(30_000, CompressionLevel.Fastest).ToList();
        var files = generated.ToDictionary(f => f.Path, f => f.Gzip);
        // CloudTrail delivers at least once: whole files come again under other names, and some break on the way.
        var copies = generated.Where((_, i) => i % 7 == 3).ToList();
        foreach (var copy in copies)
            files[copy.Path.Replace("Z_", "Z_again", StringComparison.Ordinal)] = copy.Gzip;
        var broken = generated
            .Where((_, i) => i % 9 == 4)
            .Select(f => f.Path.Replace("Z_", "Z_broken", StringComparison.Ordinal))
            .ToList();
        foreach (var (path, i) in broken.Select((path, i) => (path, i)))
            files[path] = i % 2 == 0 ? [.. "no gzip at all"u8] : generated[i].Gzip[..20];
        var coming = new Queue<KeyValuePair<string, byte[]>>(files.OrderBy(_ => random.Next()));
        void Come(int number)
        {
            for (; number > 0 && coming.TryDequeue(out var file); number--)
                Arrive(file);
        }

        Come(files.Count / 4);
        var (saved, midway) = (0, 0);
        // Where a kill hits is up to the machine: as long as files come, there are more of them until enough have hit a run midway.
        for (var kill = 0; kill < Kills || midway <= Kills / 4 && coming.Count > 0; kill++)
        {
            var present = files.Count - coming.Count;
            using var process = HastyProcess.Start("trail", "scan", Tree, "--state", StatePath, "--follow");
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            if (present > saved)
                await Opened(process, random.Next(1, present - saved + 1), error);
            var more = coming.Count == 0 ? 0 : random.Next(1, kill < Kills ? 8 : 3);
            Come(more);
            if (more > 0 && random.Next(2) == 0)
                await Opened(process, 1, error);
            if (random.Next(4) != 0)
                Saving();
            Thread.SpinWait(random.Next(1000));
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);

            // Whatever it was killed in, what is there belongs together.
            var (read, snapshot, seen) = Left();
            Assert.True(read >= saved, "a file that was read is lost");
            Assert.Equal(read, snapshot?.Ledger.Files ?? 0);
            if (snapshot is not null)
            {
                Assert.Equal(snapshot.Ledger.Counts.Watched, snapshot.Rows.Sum(r => r.Count));
                Assert.Equal(snapshot.Ledger.Counts.Watched, seen);
            }
            if (read > saved && read < files.Count - coming.Count)
                midway++;
            saved = read;
        }
        Assert.True(midway > Kills / 4, $"only {midway} kills hit a run between two files");
        Come(coming.Count);

        using var state = TrailStateFile.Open(StatePath, new DiagnosticBag());
        var resumed = await Scan(new DiskTrailSource([Tree]), state!);
        using var fresh = TrailStateFile.Open(Path.Combine(folder.FullName, "fresh.db"), new DiagnosticBag());
        var whole = await Scan(new DiskTrailSource([Tree]), fresh!);
        foreach (var findings in new[] { whole, resumed })
        {
            TrailAnswers.AssertCounts(generator, findings);
            var ledger = findings.Ledger;
            Assert.Equal(files.Count, ledger.Files);
            Assert.Equal(generator.Records + copies.Sum(c => c.Records), ledger.Counts.Records);
            Assert.Equal(generator.Duplicates + copies.Sum(c => c.Watched), ledger.Counts.Duplicates);
            Assert.Equal(
                broken.Order(StringComparer.Ordinal),
                ledger.Gaps.Select(g => Path.GetRelativePath(Tree, g.File)).Order(StringComparer.Ordinal)
            );
        }
        Assert.Equal(whole.Rows, resumed.Rows);
        Assert.Equal(whole.Ledger.Counts, resumed.Ledger.Counts);
        Assert.Equal(
            whole.Sources.Owners.OrderBy(o => o.Key, StringComparer.Ordinal),
            resumed.Sources.Owners.OrderBy(o => o.Key, StringComparer.Ordinal)
        );
    }

    /// <summary>Waits until SQLite writes to its log (which may be never: the log is used again from its beginning), so that kills hit the saving more often than chance would.</summary>
    private void Saving()
    {
        var log = new FileInfo($"{StatePath}-wal");
        long Length()
        {
            log.Refresh();
            return log.Exists ? log.Length : 0;
        }
        var before = Length();
        for (var polls = 0; polls < 50_000 && Length() == before; )
            polls++;
    }

    /// <summary>Waits until it has opened so many more files.</summary>
    private static async Task Opened(Process process, int files, Task<string> error)
    {
        var one = new byte[1];
        for (; files > 0; files--)
            if (await process.StandardOutput.BaseStream.ReadAsync(one, TestContext.Current.CancellationToken) == 0)
                Assert.Fail($"it ended by itself: {await error}");
    }
}
