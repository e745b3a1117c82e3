using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.Services.Patterns;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Services;

/// <summary>Amazon CloudWatch Logs: log groups, their metric filters and queries. No events are stored and no filter is run.</summary>
internal sealed class LogsService(SandboxWorld world, Guard guard) : ResourceCalls(world, guard), IService
{
    public const string GroupKind = "log_group";
    private const string FilterKind = "metric_filter";

    /// <summary>CloudWatch Logs API reference, "PutMetricFilter": filters of a log group, characters of a pattern.</summary>
    private const int MostFilters = 100;
    private const int LongestPattern = 1024;
    private const int LongestName = 512;

    private readonly InsightsQueries queries = new(world, guard);

    private static readonly Paging Pages = new(1, 50, 50) { Token = "nextToken", Size = "limit" };

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["CreateLogGroup"] = CreateGroup,
            ["DescribeLogGroups"] = DescribeGroups,
            ["PutMetricFilter"] = PutFilter,
            ["DescribeMetricFilters"] = DescribeFilters,
            ["DeleteMetricFilter"] = DeleteFilter,
            ["TestMetricFilter"] = TestFilter,
        }
            .Concat(queries.Operations)
            .ToDictionary(o => o.Key, o => o.Value, StringComparer.Ordinal);

    private static string GroupArn(SandboxCall call, string name) => GroupArn(call.Place, name);

    public static string GroupArn(Place place, string name) => Arns.Regional("logs", place, $"log-group:{name}");

    private JsonObject? CreateGroup(SandboxCall call)
    {
        var name = call.Input.Required("logGroupName");
        Authorize(call, GroupArn(call, name));
        if (Find(call, GroupKind, name) is not null)
            throw new SandboxException("ResourceAlreadyExistsException", "The specified log group already exists");
        var group = NewGroup(call.Place, name, call.Now);
        group.Body["logGroupClass"] = call.Input.Text("logGroupClass") ?? "STANDARD";
        World.Put(group);
        return null;
    }

    public static SandboxResource NewGroup(Place place, string name, DateTimeOffset now) =>
        new(
            GroupKind,
            place,
            name,
            new JsonObject
            {
                ["logGroupName"] = name,
                ["creationTime"] = now.ToUnixTimeMilliseconds(),
                ["metricFilterCount"] = 0,
                ["arn"] = $"{GroupArn(place, name)}:*",
                ["logGroupArn"] = GroupArn(place, name),
                ["storedBytes"] = 0,
                ["logGroupClass"] = "STANDARD",
            }
        );

    private JsonObject DescribeGroups(SandboxCall call)
    {
        Authorize(call);
        var pattern = call.Input.Text("logGroupNamePattern") ?? "";
        var found = Beginning(Own(call, GroupKind), call.Input.Text("logGroupNamePrefix"))
            .Where(g => g.Name.Contains(pattern, StringComparison.Ordinal));
        var page = Pages.Of(call, found);
        return new JsonObject { ["logGroups"] = List(page.Items, Shown), ["nextToken"] = page.NextToken };
    }

    private JsonNode Shown(SandboxResource group)
    {
        var shown = group.Body.DeepClone();
        if (group.Name == WorldGenerator.TrailLogGroup)
            shown["storedBytes"] = World.Trail.All.Sum(e => (long)e.Record.Length);
        return shown;
    }

    private SandboxResource Group(SandboxCall call, string name)
    {
        Authorize(call, GroupArn(call, name));
        return Find(call, GroupKind, name)
            ?? throw new SandboxException("ResourceNotFoundException", "The specified log group does not exist.");
    }

    /// <summary>The names of a log group and its filter together; neither can hold a `|`.</summary>
    private static string Key(string group, string filter) => $"{group}|{filter}";

    private JsonObject? PutFilter(SandboxCall call)
    {
        var group = Group(call, call.Input.Required("logGroupName"));
        var name = call.Input.Required("filterName");
        var pattern = call.Input.Text("filterPattern") ?? throw call.Input.Missing("filterPattern");
        Pattern(pattern);
        if (name.Length > LongestName || name.Any(c => c is ':' or '*' or '|'))
            throw Invalid("The filter name is not valid.");
        var transformations = Transformations(call);
        var key = Key(group.Name, name);
        if (Find(call, FilterKind, key) is null && Filters(call, group.Name).Count() >= MostFilters)
            throw new SandboxException("LimitExceededException", "Resource limit exceeded.");
        Put(
            call,
            FilterKind,
            key,
            new JsonObject
            {
                ["filterName"] = name,
                ["filterPattern"] = pattern,
                ["metricTransformations"] = transformations,
                ["creationTime"] = call.Now.ToUnixTimeMilliseconds(),
                ["logGroupName"] = group.Name,
            }
        );
        CountFilters(call, group);
        return null;
    }

    private static JsonNode Transformations(SandboxCall call)
    {
        var transformations =
            call.Input.Copy()["metricTransformations"] as JsonArray
            ?? throw call.Input.Missing("metricTransformations");
        if (transformations.Count != 1)
            throw Invalid("A metric filter has one metric transformation.");
        return transformations.DeepClone();
    }

    private void CountFilters(SandboxCall call, SandboxResource group) =>
        group.Body["metricFilterCount"] = Filters(call, group.Name).Count();

    private static SandboxException Invalid(string message) => new("InvalidParameterException", message);

    private static ILogPattern Pattern(string text)
    {
        if (text.Length > LongestPattern)
            throw Invalid($"Filter patterns have at most {LongestPattern} characters.");
        try
        {
            return ILogPattern.Parse(text);
        }
        catch (FormatException e)
        {
            throw Invalid($"Invalid metric filter pattern: {e.Message}");
        }
    }

    private JsonObject TestFilter(SandboxCall call)
    {
        Authorize(call);
        var pattern = Pattern(call.Input.Text("filterPattern") ?? throw call.Input.Missing("filterPattern"));
        var messages = call.Input.Texts("logEventMessages");
        // CloudWatch Logs API reference, "TestMetricFilter": 1 to 50 messages.
        if (messages.Length is 0 or > 50)
            throw Invalid("logEventMessages must have 1 to 50 members.");
        var matches = messages
            .Select((message, i) => (Message: message, Number: i + 1))
            .Where(m => pattern.Matches(m.Message));
        return new JsonObject
        {
            ["matches"] = List(
                matches,
                m => new JsonObject
                {
                    ["eventNumber"] = m.Number,
                    ["eventMessage"] = m.Message,
                    ["extractedValues"] = new JsonObject(),
                }
            ),
        };
    }

    private IEnumerable<SandboxResource> Filters(SandboxCall call, string? group) =>
        Own(call, FilterKind).Where(f => group is null || f.Text("logGroupName") == group);

    private JsonObject DescribeFilters(SandboxCall call)
    {
        var group = call.Input.Text("logGroupName");
        if (group is null)
            Authorize(call);
        else
            Group(call, group);
        var prefix = call.Input.Text("filterNamePrefix") ?? "";
        var found = Filters(call, group)
            .Where(f => f.Text("filterName") is { } name && name.StartsWith(prefix, StringComparison.Ordinal));
        var page = Pages.Of(call, found);
        return new JsonObject
        {
            ["metricFilters"] = List(page.Items, f => f.Body.DeepClone()),
            ["nextToken"] = page.NextToken,
        };
    }

    private JsonObject? DeleteFilter(SandboxCall call)
    {
        var group = Group(call, call.Input.Required("logGroupName"));
        if (!Remove(call, FilterKind, Key(group.Name, call.Input.Required("filterName"))))
            throw new SandboxException("ResourceNotFoundException", "The specified metric filter does not exist.");
        CountFilters(call, group);
        return null;
    }
}
