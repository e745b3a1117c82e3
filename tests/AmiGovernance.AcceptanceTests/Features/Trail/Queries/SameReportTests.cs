using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AmiGovernance.Cli.Adapters.Trails;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;
using AmiGovernance.Sandbox.Athena;
using AmiGovernance.TestSupport.Features.Trail;
using AmiGovernance.TestSupport.Features.Trail.Generator;
using AthenaExecution = AmiGovernance.Core.Ports.Trail.AthenaExecution;

namespace AmiGovernance.AcceptanceTests.Features.Trail.Queries;

/// <summary>
/// The same files give the same findings, whoever looks through them: our reader, ClickHouse itself, and Athena as the sandbox answers for it.
/// </summary>
public sealed class SameReportTests(ClickHouseProcess engine) : IClassFixture<ClickHouseProcess>, IDisposable
{
    private const string Folder = "AWSLogs/o-abc123xyz0/111122223333/CloudTrail/us-east-1/2026/01/02";

    /// <summary>In files of all days of a year.</summary>
    private const long MostRecords = 60_000;

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("amigov-same-");

    public void Dispose() => folder.Delete(recursive: true);

    public static TheoryData<string> Trails =>
        ["a generated year", "odd-calls.json", "templates.json", "a refused fleet"];

    [Theory]
    [MemberData(nameof(Trails))]
    public async Task A_trail_gives_the_same_findings_whoever_looks_through_it(string trail)
    {
        Write(trail);
        foreach (var question in Questions())
        {
            var read = await Read(question);
            AssertSame(read, await ByClickHouse(question), TrailLedgerOf);
            AssertSame(read, await ByAthena(question), l => TrailLedgerOf(l) with { Files = 0, EmptyFiles = 0 });
        }
        Assert.NotEmpty((await Read(TrailQuestion.Everything)).Rows);
    }

    /// <summary>Forms of files that no engine knows are handed over.</summary>
    [Fact]
    public async Task What_other_tools_wrap_around_records_is_found_through_ClickHouse_too()
    {
        var record = File.ReadAllText(
            RepositoryRoot.File("tests", "data", "cases", "fleet-identity-denial", "event.json")
        );
        var forms = File.ReadLines(RepositoryRoot.File("tests", "data", "trail", "wrapped", "wrappers.jsonl"))
            .Select(l => JsonNode.Parse(l)!["text"]!.GetValue<string>())
            .Where(t => t.Contains("RECORD", StringComparison.Ordinal) && t.StartsWith('{'))
            .ToList();
        foreach (var (place, form) in forms.Index())
            Put(
                $"{Folder}/{place}.json",
                Encoding.UTF8.GetBytes(form.Replace("RECORD", record, StringComparison.Ordinal))
            );
        // What is no object in a list is told, whoever reads it.
        foreach (var (place, odd) in new[] { "\"a text\"", "null", "7" }.Index())
            Put($"{Folder}/odd{place}.json", Encoding.UTF8.GetBytes($"{{\"Records\":[{record},{odd}]}}"));
        // What is no call has the name of one that is not watched, and may hold one that is.
        foreach (var file in new[] { "stream-of-table.json", "source-missing-of-other-call.json" })
            Put(
                $"{Folder}/{file}",
                File.ReadAllBytes(RepositoryRoot.File("tests", "data", "trail", "hostile", "files", file))
            );
        var (read, asked) = (await Read(TrailQuestion.Everything), await ByClickHouse(TrailQuestion.Everything));
        Assert.InRange(read.Ledger.Counts.Records, 5, 100);
        AssertSame(read, asked, TrailLedgerOf);
    }

    private static IEnumerable<TrailQuestion> Questions()
    {
        yield return TrailQuestion.Everything;
        yield return new TrailQuestion(
            new TrailFilter(new(2026, 1, 2, 9, 0, 0, TimeSpan.Zero), new(2026, 1, 20, 10, 0, 0, TimeSpan.Zero))
            {
                Accounts = [Core.Base.Identifiers.AccountId.Parse("111122223333")],
            },
            [],
            "Not approved here"
        );
    }

    private void Write(string trail)
    {
        if (trail == "a generated year")
        {
            foreach (
                var file in new TrailGenerator(31, accounts: 40).Files(
                    MostRecords,
                    CompressionLevel.Fastest,
                    hoursApart: 100
                )
            )
                Put(file.Path, file.Gzip);
            return;
        }
        if (trail == "a refused fleet")
        {
            Put($"{Folder}/a.json.gz", Gzip($"{{\"Records\":[{Fleets.Refused("Not approved here")}]}}"));
            return;
        }
        var known = JsonNode.Parse(File.ReadAllText(RepositoryRoot.File("tests", "data", "trail", trail)))!.AsArray();
        if (trail == "odd-calls.json")
        {
            Put($"{Folder}/a.json.gz", Gzip($"{{\"Records\":{known.ToJsonString()}}}"));
            return;
        }
        // Each case has its own template, and so its own account.
        foreach (var (number, item) in known.Index())
        {
            var launches = item!["launches"]!
                .AsObject()
                .Select((l, i) => TemplateRecords.Launch(l.Key, $"arn:aws:iam::111122223333:role/r{number}-{i}"));
            var changes = item["calls"]!.AsArray().Select(c => TemplateRecords.Change(c!.GetValue<string>()));
            var account = $"{200_000_000_000 + number}";
            var records = Encoding
                .UTF8.GetString(TemplateRecords.File([.. launches, .. changes]))
                .Replace(TemplateRecords.Account, account, StringComparison.Ordinal);
            Put($"AWSLogs/o-abc123xyz0/{account}/CloudTrail/us-east-1/2026/01/02/a.json.gz", Gzip(records));
        }
    }

    private void Put(string path, byte[] bytes)
    {
        var file = Path.Combine(folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
    }

    private static byte[] Gzip(string text)
    {
        using var stored = new MemoryStream();
        using (var gzip = new GZipStream(stored, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return stored.ToArray();
    }

    private async Task<TrailFindings> Read(TrailQuestion question)
    {
        var scan = new ScanTrail(new DiskTrailSource([folder.FullName]), question, state: null, TimeProvider.System);
        await scan.Run(Cancel);
        return scan.Findings;
    }

    private async Task<TrailFindings> ByClickHouse(TrailQuestion question)
    {
        using var server = new ClickHouseServer(engine.Address, user: null, password: null);
        var source = new ClickHouseSource(folder.FullName, IsS3: false, Cluster: null);
        return await new QueryTrail(server, new ClickHouseQueries(source), question).Run((_, _) => { }, Cancel);
    }

    private async Task<TrailFindings> ByAthena(TrailQuestion question)
    {
        Assert.True(AthenaTable.TryParse("default.amigov_trail", out var table));
        var query = new QueryAthena(
            new AthenaOfFiles(folder.FullName),
            table,
            new AthenaSettings("primary", null, long.MaxValue),
            TimeProvider.System
        );
        return await query.Run(question, [new CandidateScope(question.Filter)], null, Cancel);
    }

    /// <summary>Without what only the reader of files knows.</summary>
    private static TrailLedger TrailLedgerOf(TrailLedger ledger) =>
        ledger with
        {
            Counts = ledger.Counts with { Text = 0, Stored = 0 },
            Gaps = [],
        };

    private static void AssertSame(TrailFindings read, TrailFindings asked, Func<TrailLedger, TrailLedger> compared)
    {
        Assert.Equal(read.Rows, asked.Rows);
        Assert.Equal(read.Ledger.Gaps.OrderBy(g => g.File, StringComparer.Ordinal), asked.Ledger.Gaps);
        var (ledger, other) = (compared(read.Ledger), compared(asked.Ledger));
        Assert.Equal(ledger.Counts, other.Counts);
        Assert.Equal((ledger.Files, ledger.EmptyFiles, ledger.Folded), (other.Files, other.EmptyFiles, other.Folded));
        Assert.Equal(Sorted(read.Sources.Owners), Sorted(asked.Sources.Owners));
        Assert.Equal(Sorted(read.Sources.Templates), Sorted(asked.Sources.Templates));
    }

    private static IEnumerable<KeyValuePair<string, string>> Sorted(IReadOnlyDictionary<string, string> known) =>
        known.OrderBy(k => k.Key, StringComparer.Ordinal);

    /// <summary>Answers as the sandbox does, from files.</summary>
    private sealed class AthenaOfFiles(string folder) : IAthena
    {
        private string asked = "";

        public Task<AthenaWorkGroup> GetWorkGroup(string name, CancellationToken cancel) =>
            Task.FromResult(new AthenaWorkGroup(name, null, true));

        public Task<IReadOnlyDictionary<string, string>> GetTableMetadata(
            string database,
            string name,
            CancellationToken cancel
        ) => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

        public Task<string> StartQueryExecution(AthenaStatement statement, CancellationToken cancel)
        {
            asked = statement.Text;
            return Task.FromResult("q");
        }

        public Task<AthenaExecution> GetQueryExecution(string id, CancellationToken cancel) =>
            Task.FromResult(new AthenaExecution(AthenaState.Succeeded, "", false, 1));

        public async IAsyncEnumerable<IReadOnlyList<string>> GetQueryResults(
            string id,
            [EnumeratorCancellation] CancellationToken cancel
        )
        {
            var filter = KnownStatement.Question(asked)!.Scope.Filter;
            var rows = new AthenaRows(filter);
            var files = Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(f => TrailFileNames.ReasonToSkip(f) is null && filter.MayHold(TrailPlace.Of(f)));
            foreach (var file in files)
            {
                await using var gzip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
                using var document = await JsonDocument.ParseAsync(gzip, cancellationToken: cancel);
                foreach (var record in document.RootElement.GetProperty("Records").EnumerateArray())
                    rows.Add(record, file);
            }
            foreach (var row in rows.Texts())
                yield return row;
        }

        public Task StopQueryExecution(string id, CancellationToken cancel) => Task.CompletedTask;
    }
}
