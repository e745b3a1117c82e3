using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace AmiGovernance.TestSupport.Features.Trail.Generator;

/// <summary>What a reader must count for one combination.</summary>
internal sealed record ExpectedKey(
    string Source,
    string Name,
    string Account,
    string Region,
    string Principal,
    string Service,
    string Image,
    string Outcome,
    string ErrorCode
)
{
    /// <summary>The image that a copy is made of.</summary>
    public string Copied { get; init; } = "";

    /// <summary>Whether it shares an image with everyone.</summary>
    public bool IsPublic { get; init; }
}

internal sealed record ExpectedCount(int Count, DateTime First, DateTime Last);

/// <param name="Path">In the layout of an organization's trail.</param>
/// <param name="Watched">Records of watched events, those that are delivered again among them.</param>
internal sealed record GeneratedTrailFile(string Path, byte[] Gzip, int Records, int Bytes, int Watched);

/// <summary>
/// An organization's trail with known answers: the same seed gives the same bytes. One watched event in a hundred is delivered again in the
/// next file, as CloudTrail may do.
/// </summary>
/// <param name="oneIn">Of so many events one is watched.</param>
internal sealed class TrailGenerator(int seed, int accounts = 20, int oneIn = 50)
{
    private readonly Random random = new(seed);
    private readonly Dictionary<ExpectedKey, ExpectedCount> expected = [];
    private readonly List<(ExpectedKey Key, DateTime Time, string Template)> calls = [];
    private readonly List<string> again = [];
    private GeneratedOrganization? organization;

    public GeneratedOrganization Organization => organization ??= new GeneratedOrganization(accounts, random);

    public IReadOnlyDictionary<ExpectedKey, ExpectedCount> Expected => expected;

    /// <summary>Each watched event once.</summary>
    public IReadOnlyList<(ExpectedKey Key, DateTime Time, string Template)> Calls => calls;

    public long Records { get; private set; }

    public int Duplicates { get; private set; }

    /// <summary>Files of 50 KB to 5 MB uncompressed, hour by hour over a year, until there are that many records.</summary>
    /// <param name="hoursApart">So that fewer records fill the year too.</param>
    public IEnumerable<GeneratedTrailFile> Files(
        long records,
        CompressionLevel level = CompressionLevel.Optimal,
        int hoursApart = 1
    )
    {
        for (var file = 0; Records < records; file++)
        {
            var account = Organization.Accounts[file % Organization.Accounts.Length];
            var region = GeneratedOrganization.Regions[
                file / Organization.Accounts.Length % GeneratedOrganization.Regions.Length
            ];
            var start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(file * hoursApart % (24 * 365));
            // Most files are small, some large.
            var count = (int)Math.Min(records - Records, 35 * Math.Exp(random.NextDouble() * 4.5));
            yield return File(account, region, start, count, level);
        }
    }

    private GeneratedTrailFile File(string account, string region, DateTime start, int count, CompressionLevel level)
    {
        var text = new StringBuilder("{\"Records\":[");
        var writer = new RecordWriter(text, random);
        var written = 0;
        foreach (var record in again)
        {
            Separate(text, ref written);
            text.Append(record);
        }
        Duplicates += again.Count;
        var watched = again.Count;
        again.Clear();
        for (var i = 0; i < count; i++)
        {
            Separate(text, ref written);
            var time = start.AddSeconds(random.Next(3600));
            if (random.Next(oneIn) == 0)
            {
                Watched(writer, text, account, region, time);
                watched++;
            }
            else
                writer.Write(
                    Background.Next(
                        random,
                        writer.Uuid(),
                        time,
                        region,
                        random.Next(3) == 0
                            ? GeneratedCaller.User(account, "admin")
                            : GeneratedCaller.Role(account, "app")
                    )
                );
        }
        Records += written;
        var bytes = Encoding.UTF8.GetBytes(text.Append("]}").ToString());
        var path = string.Create(
            CultureInfo.InvariantCulture,
            $"AWSLogs/o-abc123xyz0/{account}/CloudTrail/{region}/{start:yyyy/MM/dd}/{account}_CloudTrail_{region}_{start:yyyyMMdd'T'HHmm}Z_{GeneratedOrganization.Hex(random, 16)}.json.gz"
        );
        return new GeneratedTrailFile(path, Compress(bytes, level), written, bytes.Length, watched);
    }

    private static void Separate(StringBuilder text, ref int written)
    {
        if (written++ > 0)
            text.Append(',');
    }

    private void Watched(RecordWriter writer, StringBuilder text, string account, string region, DateTime time)
    {
        var call = GeneratedCalls.Next(random, Organization, writer.Uuid(), time, region, account);
        var from = text.Length;
        writer.Write(call.Event);
        if (random.Next(100) == 0)
            again.Add(text.ToString(from, text.Length - from));
        var e = call.Event;
        var key = new ExpectedKey(
            e.Source,
            e.Name,
            e.Caller.Account,
            e.Region,
            e.Caller.Principal,
            e.Caller.Service,
            call.Image,
            call.Outcome,
            e.ErrorCode ?? ""
        )
        {
            Copied = call.Copied,
            IsPublic = e.Request.Contains("""{"add":{"items":[{"group":"all"}""", StringComparison.Ordinal),
        };
        calls.Add((key, time, TemplateOf(e.Request)));
        expected[key] = expected.TryGetValue(key, out var known)
            ? new ExpectedCount(
                known.Count + 1,
                time < known.First ? time : known.First,
                time > known.Last ? time : known.Last
            )
            : new ExpectedCount(1, time, time);
    }

    private static byte[] Compress(byte[] bytes, CompressionLevel level)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, level))
            gzip.Write(bytes);
        return result.ToArray();
    }

    /// <summary>The launch template with its version as reports name it; empty for none.</summary>
    private static string TemplateOf(string request)
    {
        using var parameters = JsonDocument.Parse(request);
        return parameters.RootElement.TryGetProperty("launchTemplate", out var template)
            ? $"{template.GetProperty("launchTemplateId").GetString()}:{template.GetProperty("version").GetString()}"
            : "";
    }
}
