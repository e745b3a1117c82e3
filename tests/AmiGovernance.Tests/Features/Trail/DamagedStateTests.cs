using System.IO.Compression;
using AmiGovernance.Cli.Adapters.Trails;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Tests.Support;
using AmiGovernance.TestSupport.Features.Trail.Generator;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>What is kept of a scan and then damaged is refused and left as it is; a count that is not told is worse than none.</summary>
public sealed class DamagedStateTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("amigov-state-");

    private string StatePath => Path.Combine(folder.FullName, "state.db");

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>The files of a small trail.</summary>
    private static InMemoryTrail Trail()
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var file in new TrailGenerator(7).Files(400, CompressionLevel.Fastest))
            files[file.Path] = file.Gzip;
        return new InMemoryTrail(files) { Concurrency = 1 };
    }

    /// <summary>Null with findings where the state cannot be gone on with.</summary>
    private async Task<TrailFindings?> Scan(InMemoryTrail trail, DiagnosticBag bag)
    {
        using var state = TrailStateFile.Open(StatePath, bag);
        if (state is null)
            return null;
        try
        {
            var scan = new ScanTrail(trail, TrailQuestion.Everything, state, TimeProvider.System);
            await scan.Run(TestContext.Current.CancellationToken);
            return scan.Findings;
        }
        catch (IOException e)
        {
            state.Report(e, bag);
            return null;
        }
    }

    private async Task<(TrailFindings Found, byte[] File)> Saved(InMemoryTrail trail)
    {
        var found = await Scan(trail, new DiagnosticBag());
        Assert.NotNull(found);
        using (var connection = new SqliteConnection($"Data Source={StatePath};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            command.ExecuteNonQuery();
        }
        return (found, File.ReadAllBytes(StatePath));
    }

    private void Put(byte[] file)
    {
        foreach (var beside in Directory.GetFiles(folder.FullName))
            File.Delete(beside);
        File.WriteAllBytes(StatePath, file);
    }

    [Fact]
    public async Task Bits_that_changed_are_found_or_make_no_difference()
    {
        var trail = Trail();
        var (found, file) = await Saved(trail);
        var refused = 0;
        for (var seed = 0; seed < TestScale.Samples(500); seed++)
        {
            var damaged = Damage.FlipBits(file, new Random(seed));
            Put(damaged);
            var bag = new DiagnosticBag();
            if (await Scan(trail, bag) is { } again)
            {
                Assert.True(found.Rows.SequenceEqual(again.Rows), $"seed {seed}: other rows, and nothing is said");
                Assert.True(
                    found.Ledger.Counts == again.Ledger.Counts,
                    $"seed {seed}: other counts, and nothing is said"
                );
                continue;
            }
            refused++;
            var finding = Assert.Single(bag.ToSorted());
            Assert.Equal(("AMI0907", StatePath), (finding.Code, finding.Location.Source.Path));
            Assert.True(
                damaged.AsSpan().SequenceEqual(File.ReadAllBytes(StatePath)),
                $"seed {seed}: the file was written"
            );
            Assert.DoesNotContain("delete", finding.Help, StringComparison.Ordinal);
        }
        Assert.True(refused > 50, $"only {refused} were refused: the bits hardly hit anything");
    }

    [Theory]
    [InlineData("UPDATE run SET ledger = 'null'")]
    [InlineData("UPDATE run SET ledger = '{}'")]
    [InlineData(
        """UPDATE run SET ledger = '{"Counts":null,"Files":1,"EmptyFiles":0,"Skipped":{},"Gaps":[],"GapCount":0}'"""
    )]
    [InlineData(
        """UPDATE run SET ledger = '{"Counts":{},"Files":1,"EmptyFiles":0,"Skipped":null,"Gaps":[],"GapCount":0}'"""
    )]
    [InlineData(
        """UPDATE run SET ledger = '{"Counts":{},"Files":1,"EmptyFiles":0,"Skipped":{},"Gaps":null,"GapCount":0}'"""
    )]
    [InlineData(
        """UPDATE run SET ledger = '{"Counts":{},"Files":1,"EmptyFiles":0,"Skipped":{},"Gaps":[null],"GapCount":1}'"""
    )]
    [InlineData(
        """UPDATE run SET ledger = '{"Counts":{},"Files":-1,"EmptyFiles":0,"Skipped":{},"Gaps":[],"GapCount":0}'"""
    )]
    [InlineData(
        """UPDATE run SET ledger = '{"Counts":{},"Files":1,"EmptyFiles":0,"Skipped":{},"Gaps":[],"GapCount":0,"Grain":9}'"""
    )]
    [InlineData(
        """UPDATE run SET ledger = '{"Counts":{"Records":99999999999999999999},"Files":1,"EmptyFiles":0,"Skipped":{},"Gaps":[],"GapCount":0}'"""
    )]
    [InlineData("""UPDATE run SET ledger = replace(ledger, '"Files"', '"\ud800"')""")]
    [InlineData("UPDATE run SET ledger = 12")]
    [InlineData("UPDATE run SET question = x'ff'")]
    [InlineData("DELETE FROM run")]
    [InlineData("INSERT INTO run SELECT * FROM run")]
    [InlineData("UPDATE call SET first = 9e18")]
    [InlineData("UPDATE call SET first = 9223372036854775807")]
    [InlineData("UPDATE call SET last = 'yesterday'")]
    [InlineData("UPDATE call SET kind = 99")]
    [InlineData("UPDATE call SET kind = NULL")]
    [InlineData("UPDATE call SET outcome = -1")]
    [InlineData("UPDATE call SET count = 'many'")]
    [InlineData("UPDATE call SET count = -5")]
    [InlineData("UPDATE call SET count = 9223372036854775807")]
    [InlineData("UPDATE call SET period = 99999999999")]
    [InlineData("UPDATE call SET count = count + 1")]
    [InlineData("UPDATE seen SET ids = 'text'")]
    [InlineData("UPDATE seen SET ids = x'00'")]
    [InlineData("UPDATE seen SET ids = x'00', checksum = NULL")]
    [InlineData("UPDATE file SET size = size + 1")]
    [InlineData("UPDATE file SET size = 'large', checksum = NULL")]
    [InlineData("DROP TABLE source")]
    [InlineData("PRAGMA user_version = 2")]
    [InlineData("PRAGMA user_version = 99")]
    public async Task What_was_never_saved_is_refused(string sql)
    {
        var trail = Trail();
        await Saved(trail);
        using (var connection = new SqliteConnection($"Data Source={StatePath};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"{sql}; PRAGMA wal_checkpoint(TRUNCATE)";
            command.ExecuteNonQuery();
        }
        var before = File.ReadAllBytes(StatePath);
        var bag = new DiagnosticBag();
        Assert.Null(await Scan(trail, bag));
        Assert.Equal("AMI0907", Assert.Single(bag.ToSorted()).Code);
        Assert.Equal(before, File.ReadAllBytes(StatePath));
    }
}
