using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Services;

/// <summary>Amazon CloudWatch Logs: log groups and their metric filters. No events are stored and no filter is run.</summary>
internal sealed class LogsService(SandboxWorld world, Guard guard) : ResourceCalls(world, guard), IService
{
    /// <summary>CloudWatch Logs API reference, "PutMetricFilter": filters of a log group, characters of a pattern.</summary>
    private const int MostFilters = 100;
    private const int LongestPattern = 1024;

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
        };

    private static string GroupArn(SandboxCall call, string name) => Arn(call, "logs", $"log-group:{name}");

    private JsonObject? CreateGroup(SandboxCall call)
    {
        var name = call.Input.Required("logGroupName");
        Authorize(call, GroupArn(call, name));
        if (Find(call, "log_group", name) is not null)
            throw new SandboxException("ResourceAlreadyExistsException", "The specified log group already exists");
        World.Resources.Put(NewGroup(call.Account, call.Region, name, call.Now, call.Input.Text("logGroupClass")));
        World.Changes++;
        return null;
    }

    internal static SandboxResource NewGroup(
        string account,
        string region,
        string name,
        DateTimeOffset now,
        string? logGroupClass = null
    ) =>
        new(
            "log_group",
            account,
            region,
            name,
            new JsonObject
            {
                ["logGroupName"] = name,
                ["creationTime"] = now.ToUnixTimeMilliseconds(),
                ["metricFilterCount"] = 0,
                ["arn"] = $"arn:aws:logs:{region}:{account}:log-group:{name}:*",
                ["logGroupArn"] = $"arn:aws:logs:{region}:{account}:log-group:{name}",
                ["storedBytes"] = 0,
                ["logGroupClass"] = logGroupClass ?? "STANDARD",
            }
        );

    private JsonObject DescribeGroups(SandboxCall call)
    {
        Authorize(call);
        var found = Own(call, "log_group")
            .Where(g =>
                g.Name.StartsWith(call.Input.Text("logGroupNamePrefix") ?? "", StringComparison.Ordinal)
                && g.Name.Contains(call.Input.Text("logGroupNamePattern") ?? "", StringComparison.Ordinal)
            );
        var page = Pages.Of(call, found);
        return new JsonObject
        {
            ["logGroups"] = List(page.Items, g => g.Body.DeepClone()),
            ["nextToken"] = page.NextToken,
        };
    }

    private SandboxResource Group(SandboxCall call, string name)
    {
        Authorize(call, GroupArn(call, name));
        return Find(call, "log_group", name)
            ?? throw new SandboxException("ResourceNotFoundException", "The specified log group does not exist.");
    }

    /// <summary>The names of a log group and its filter together; neither can hold a `|`.</summary>
    private static string Key(string group, string filter) => $"{group}|{filter}";

    private JsonObject? PutFilter(SandboxCall call)
    {
        var group = Group(call, call.Input.Required("logGroupName"));
        var (name, pattern) = (
            call.Input.Required("filterName"),
            call.Input.Text("filterPattern") ?? throw call.Input.Missing("filterPattern")
        );
        Pattern(pattern);
        if (name.Length > 512 || name.Any(c => c is ':' or '*' or '|'))
            throw new SandboxException("InvalidParameterException", "The filter name is not valid.");
        var transformations =
            call.Input.Copy()["metricTransformations"] as JsonArray
            ?? throw call.Input.Missing("metricTransformations");
        if (transformations.Count != 1)
            throw new SandboxException("InvalidParameterException", "A metric filter has one metric transformation.");
        var key = Key(group.Name, name);
        if (Find(call, "metric_filter", key) is null && Filters(call, group.Name).Count() >= MostFilters)
            throw new SandboxException("LimitExceededException", "Resource limit exceeded.");
        Put(
            call,
            "metric_filter",
            key,
            new JsonObject
            {
                ["filterName"] = name,
                ["filterPattern"] = pattern,
                ["metricTransformations"] = transformations.DeepClone(),
                ["creationTime"] = call.Now.ToUnixTimeMilliseconds(),
                ["logGroupName"] = group.Name,
            }
        );
        group.Body["metricFilterCount"] = Filters(call, group.Name).Count();
        return null;
    }

    private static LogPattern Pattern(string text)
    {
        if (text.Length > LongestPattern)
            throw new SandboxException(
                "InvalidParameterException",
                $"Filter patterns have at most {LongestPattern} characters."
            );
        try
        {
            return LogPattern.Parse(text);
        }
        catch (FormatException e)
        {
            throw new SandboxException("InvalidParameterException", $"Invalid metric filter pattern: {e.Message}");
        }
    }

    private JsonObject TestFilter(SandboxCall call)
    {
        Authorize(call);
        var pattern = Pattern(call.Input.Text("filterPattern") ?? throw call.Input.Missing("filterPattern"));
        var messages = call.Input.Texts("logEventMessages");
        // CloudWatch Logs API reference, "TestMetricFilter": 1 to 50 messages.
        if (messages.Length is 0 or > 50)
            throw new SandboxException("InvalidParameterException", "logEventMessages must have 1 to 50 members.");
        var matches = messages
            .Select((message, i) => (Message: message, Number: i + 1))
            .Where(m => pattern.Matches(Tree(m.Message)));
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

    private static JsonNode? Tree(string message)
    {
        try
        {
            return JsonNode.Parse(message);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private IEnumerable<SandboxResource> Filters(SandboxCall call, string? group) =>
        Own(call, "metric_filter").Where(f => group is null || (string?)f.Body["logGroupName"] == group);

    private JsonObject DescribeFilters(SandboxCall call)
    {
        var group = call.Input.Text("logGroupName");
        if (group is null)
            Authorize(call);
        else
            Group(call, group);
        var page = Pages.Of(
            call,
            Filters(call, group)
                .Where(f =>
                    ((string?)f.Body["filterName"] ?? "").StartsWith(
                        call.Input.Text("filterNamePrefix") ?? "",
                        StringComparison.Ordinal
                    )
                )
        );
        return new JsonObject
        {
            ["metricFilters"] = List(page.Items, f => f.Body.DeepClone()),
            ["nextToken"] = page.NextToken,
        };
    }

    private JsonObject? DeleteFilter(SandboxCall call)
    {
        var group = Group(call, call.Input.Required("logGroupName"));
        if (!Remove(call, "metric_filter", Key(group.Name, call.Input.Required("filterName"))))
            throw new SandboxException("ResourceNotFoundException", "The specified metric filter does not exist.");
        group.Body["metricFilterCount"] = Filters(call, group.Name).Count();
        return null;
    }
}
