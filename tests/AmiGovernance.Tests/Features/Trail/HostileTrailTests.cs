using System.Text.Json;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>
/// Files of every kind that people hand over, and of what goes wrong with them: tests/data/trail/hostile, whose `make.py` says what is
/// right. Each is read by `trail scan` itself.
/// </summary>
public sealed class HostileTrailTests
{
    private static readonly string Folder = RepositoryRoot.File("tests", "data", "trail", "hostile");

    private static readonly Dictionary<string, string[]> Expected = File.ReadLines(Path.Combine(Folder, "expected.tsv"))
        .Skip(1)
        .Select(line => line.Split('\t'))
        .ToDictionary(row => row[0], row => row[1..], StringComparer.Ordinal);

    public static TheoryData<string> Files => [.. Expected.Keys];

    [Fact]
    public void Every_file_has_its_row()
    {
        var files = Directory.GetFiles(Path.Combine(Folder, "files")).Select(f => Path.GetFileName(f));
        Assert.Equal(Expected.Keys.Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
        Assert.True(Expected.Count >= 150, $"only {Expected.Count} files");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_read_as_far_as_it_can_be_and_the_rest_is_told(string file)
    {
        using var amigov = new Amigov { ReadsTrailFromDisk = true };

        var (code, output, error) = amigov.Run(
            "trail",
            "scan",
            Path.Combine(Folder, "files", file),
            "--output",
            "json"
        );

        using var report = JsonDocument.Parse(output);
        var ledger = report.RootElement.GetProperty("ledger");
        var gaps = ledger.GetProperty("gap_files").EnumerateArray().Select(g => g.GetProperty("reason").GetString());
        var (events, watched) = (ledger.GetProperty("events").ToString(), ledger.GetProperty("watched").ToString());
        var told = Expected[file][3];
        Assert.Equal(string.Join(' ', Expected[file][..3]), $"{events} {watched} {code}");
        if (told.Length == 0)
            Assert.Empty(gaps);
        else
            Assert.Contains(gaps, gap => gap!.Contains(told, StringComparison.Ordinal));
        Assert.Equal(told.Length > 0, error.Contains("AMI0901", StringComparison.Ordinal));
    }
}
