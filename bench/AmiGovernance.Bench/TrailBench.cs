using System.Globalization;
using System.IO.Compression;
using AmiGovernance.TestSupport.Features.Trail.Generator;

namespace AmiGovernance.Bench;

/// <summary>Makes the files for trail.sh, and unpacks them with nothing else.</summary>
internal static class TrailBench
{
    private const int Seed = 7;
    private const int Accounts = 200;

    /// <param name="oneIn">Of so many events one is watched.</param>
    public static void Generate(string folder, long records, int oneIn)
    {
        var generator = new TrailGenerator(Seed, Accounts, oneIn);
        long bytes = 0;
        foreach (var file in generator.Files(records))
        {
            var path = Path.Combine(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? folder);
            File.WriteAllBytes(path, file.Gzip);
            bytes += file.Bytes;
        }
        var launches = generator
            .Expected.Where(e => e.Key.Name == "RunInstances")
            .GroupBy(e => (e.Key.Account, e.Key.ErrorCode))
            .OrderBy(g => g.Key);
        File.WriteAllLines(
            Path.Combine(folder, "expected.csv"),
            launches.Select(g =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{g.Key.Account},{g.Key.ErrorCode},{g.Sum(e => e.Value.Count)}"
                )
            )
        );
        File.WriteAllText(
            Path.Combine(folder, "megabytes"),
            (bytes / 1_000_000).ToString(CultureInfo.InvariantCulture)
        );
        File.WriteAllText(
            Path.Combine(folder, "owners.json"),
            $"{{{string.Join(',', generator.Organization.Images.Where(i => i.Owner is not null).Select(i => $"\"{i.Id}\":\"{i.Owner}\""))}}}"
        );
    }

    public static void Inflate(string folder)
    {
        var files = Directory.GetFiles(folder, "*.gz", SearchOption.AllDirectories);
        var next = -1;
        Parallel.For(
            0,
            Environment.ProcessorCount,
            _ =>
            {
                var buffer = new byte[128 << 10];
                while (Interlocked.Increment(ref next) is var i && i < files.Length)
                {
                    using var stream = new GZipStream(
                        new FileStream(files[i], FileMode.Open, FileAccess.Read, FileShare.Read, 64 << 10),
                        CompressionMode.Decompress
                    );
                    while (stream.Read(buffer) > 0) { }
                }
            }
        );
    }
}
