using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Services;

/// <summary>
/// CloudWatch Logs Insights, on what the sandbox's own CloudTrail recorded, which all stands in the organization's log group. It
/// understands no query language: it knows the query that amigov makes.
/// </summary>
internal sealed partial class InsightsQueries(SandboxWorld world, Guard guard) : ResourceCalls(world, guard)
{
    /// <summary>By id; gone with the process.</summary>
    private readonly Dictionary<string, Run> runs = [];

    private sealed class Run(IReadOnlyList<string> matches, int records, long bytes)
    {
        public int Looks { get; set; }

        public bool IsStopped { get; set; }

        public IReadOnlyList<string> Matches => matches;

        public int Records => records;

        public long Bytes => bytes;

        /// <summary>It ends at the second look: before, it runs, as a client must expect.</summary>
        public string Status =>
            (IsStopped, Looks) switch
            {
                (true, _) => "Cancelled",
                (_, < 2) => "Running",
                _ => "Complete",
            };
    }

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["StartQuery"] = Start,
            ["GetQueryResults"] = Results,
            ["StopQuery"] = Stop,
        };

    private JsonObject Start(SandboxCall call)
    {
        var groups = call.Input.Texts("logGroupNames");
        if (groups.Length is 0 or > LogsInsightsQuery.MostGroups)
            throw new SandboxException("InvalidParameterException", "logGroupNames must have 1 to 50 members.");
        foreach (var group in groups)
        {
            Authorize(call, LogsService.GroupArn(call.Place, group));
            if (Find(call, LogsService.GroupKind, group) is null)
                throw new SandboxException("ResourceNotFoundException", $"Log group '{group}' does not exist.");
        }
        if (call.Input.Required("queryString") != LogsInsightsQuery.Text)
            throw new SandboxException("MalformedQueryException", "The sandbox runs only the query that amigov makes.");

        var (from, to) = (Time(call, "startTime"), Time(call, "endTime"));
        var records = groups.Contains(WorldGenerator.TrailLogGroup)
            ? World
                .Trail.All.Where(e => Second(e.Time) >= from && Second(e.Time) <= to)
                .OrderBy(e => e.Time)
                .Select(e => Encoding.UTF8.GetString(e.Record.Span))
                .ToList()
            : [];
        var id = Guid.NewGuid().ToString();
        runs[id] = new Run([.. records.Where(r => Known.IsMatch(r))], records.Count, records.Sum(r => (long)r.Length));
        return new JsonObject { ["queryId"] = id };
    }

    /// <summary>The pattern between the slashes of the query.</summary>
    private static readonly Regex Known = new(
        LogsInsightsQuery.Text.Split('/')[1],
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    );

    private static long Second(DateTimeOffset time) => time.ToUnixTimeSeconds();

    private static long Time(SandboxCall call, string name) =>
        (long?)call.Input.Copy()[name] ?? throw call.Input.Missing(name);

    private Run Find(SandboxCall call)
    {
        Authorize(call);
        return runs.GetValueOrDefault(call.Input.Required("queryId"))
            ?? throw new SandboxException("ResourceNotFoundException", "The specified query does not exist.");
    }

    private JsonObject Results(SandboxCall call)
    {
        var run = Find(call);
        run.Looks++;
        var isComplete = run.Status == "Complete";
        var shown = isComplete ? run.Matches.Take(LogsInsightsQuery.MostRows) : [];
        return new JsonObject
        {
            ["status"] = run.Status,
            ["results"] = List(
                shown,
                message => new JsonArray(new JsonObject { ["field"] = "@message", ["value"] = message })
            ),
            ["statistics"] = new JsonObject
            {
                ["recordsMatched"] = (double)(isComplete ? run.Matches.Count : 0),
                ["recordsScanned"] = (double)(isComplete ? run.Records : 0),
                ["bytesScanned"] = (double)run.Bytes,
            },
        };
    }

    private JsonObject Stop(SandboxCall call)
    {
        var run = Find(call);
        var wasRunning = run.Status == "Running";
        run.IsStopped |= wasRunning;
        return new JsonObject { ["success"] = wasRunning };
    }
}
