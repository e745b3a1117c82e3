#:property ManagePackageVersionsCentrally=false
#:property PublishAot=false
#:property RunAnalyzers=false
#:property EnforceCodeStyleInBuild=false

// Which mutants `dotnet stryker` tries, and what came of them (tests/mutation, CONTRIBUTING.md).
//
//     dotnet run scripts/mutants.cs -- [SEED]     writes tests/mutation/obj/sample.json: stryker-config.json for a sample of the code
//     dotnet run scripts/mutants.cs -- --report   counts what artifacts/mutation says, and lists what was not found;
//                                                 exit code 1 below the score that stryker-config.json asks for
//
// A sample is of spans of 25 lines: of AMIGOV_TEST_SCALE `few` one in a hundred, without it one in nine, of `full` all. Whether a span is
// taken depends on the seed, its file and its lines alone, so that a change elsewhere leaves the rest of the sample as it was.

using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

const string Source = "src/AmiGovernance.Core/";
const string ConfigPath = "tests/mutation/stryker-config.json";
const string SamplePath = "tests/mutation/obj/sample.json";
const string Reports = "artifacts/mutation";
const int SpanLines = 25;

var config = JsonNode.Parse(File.ReadAllText(ConfigPath))!["stryker-config"]!;
if (args.Contains("--report"))
    return Report();
var seed = args.Length > 0 ? args[0] : "20261128";
var share = Environment.GetEnvironmentVariable("AMIGOV_TEST_SCALE") switch
{
    null or "" or "gate" => 1.0 / 9,
    "few" => 0.01,
    "full" => 1,
    var other => throw new InvalidOperationException($"AMIGOV_TEST_SCALE is `gate`, `full` or `few`, not `{other}`"),
};
var patterns = new[] { "Policies", "Governance/Proof" }
    .SelectMany(folder => Directory.GetFiles(Source + folder, "*.cs", SearchOption.AllDirectories))
    .Select(f => f.Replace('\\', '/'))
    .Order(StringComparer.Ordinal)
    .Select(Pattern)
    .OfType<string>()
    .ToList();
config["mutate"] = new JsonArray([.. patterns.Select(p => (JsonNode)p)]);
Directory.CreateDirectory(Path.GetDirectoryName(SamplePath)!);
File.WriteAllText(SamplePath, new JsonObject { ["stryker-config"] = config.DeepClone() }.ToJsonString());
Console.WriteLine($"{SamplePath}: {patterns.Count} files, seed {seed}");
return 0;

// Null for a file of which nothing is taken.
string? Pattern(string file)
{
    var text = File.ReadAllText(file);
    var path = file[Source.Length..];
    var spans = new StringBuilder();
    var start = 0;
    for (var line = 0; start < text.Length; line += SpanLines)
    {
        var end = start;
        for (var i = 0; i < SpanLines && end < text.Length; i++)
            end = text.IndexOf('\n', end) is >= 0 and var at ? at + 1 : text.Length;
        if (Chance($"{seed} {path} {line}") < share)
            spans.Append(CultureInfo.InvariantCulture, $"{{{start}..{end}}}");
        start = end;
    }
    return spans.Length == 0 ? null : $"**/{path}{spans}";
}

// The same for the same text, from 0 up to 1.
static double Chance(string text) =>
    BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))) / (uint.MaxValue + 1.0);

int Report()
{
    var path = Directory.Exists(Reports)
        ? Directory.GetFiles(Reports, "mutation-report.json", SearchOption.AllDirectories).Max(StringComparer.Ordinal)
        : null;
    if (path is null)
    {
        Console.Error.WriteLine($"no report below {Reports}");
        return 1;
    }
    var mutants = JsonDocument
        .Parse(File.ReadAllText(path))
        .RootElement.GetProperty("files")
        .EnumerateObject()
        .SelectMany(f => f.Value.GetProperty("mutants").EnumerateArray().Select(m => (File: f.Name, Mutant: m)))
        .ToLookup(m => m.Mutant.GetProperty("status").GetString());
    foreach (var (file, mutant) in mutants["Survived"].Concat(mutants["NoCoverage"]))
        Console.WriteLine(
            $"{mutant.GetProperty("status")}: {file}:{mutant.GetProperty("location").GetProperty("start").GetProperty("line")}: "
                + $"{mutant.GetProperty("mutatorName")}: {mutant.GetProperty("replacement").GetString()?.ReplaceLineEndings(" ")}"
        );
    var found = mutants["Killed"].Count() + mutants["Timeout"].Count();
    var (survived, uncovered) = (mutants["Survived"].Count(), mutants["NoCoverage"].Count());
    var score = 100.0 * found / Math.Max(1, found + survived + uncovered);
    var least = (double)config["thresholds"]!["break"]!;
    Console.WriteLine(
        string.Create(
            CultureInfo.InvariantCulture,
            $"mutants: {found} killed, {survived} survived, {uncovered} not covered: {score:0.0} %, of which {least} % are asked for"
        )
    );
    return score < least ? 1 : 0;
}
