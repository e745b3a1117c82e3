using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Sandbox.Ec2;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Sandbox;

/// <summary>
/// Every operation of the sandbox, answered over the wire: the error codes are those that AWS documents, and every body is judged
/// by the service models of the AWS CLI.
/// </summary>
public sealed partial class SandboxResponseTests
{
    private const string Workload = "400000000000";

    private sealed record Line(
        string Caller,
        string Service,
        string Form,
        string Operation,
        string Parameters,
        string? Error,
        string? Keep,
        string? Element
    );

    [Fact]
    public async Task Every_operation_answers_as_its_service_model_says()
    {
        var world = WorldGenerator.Create(new WorldSize(20, 2, 3), TimeProvider.System);
        foreach (var kind in new[] { ImageRecipe.Kind, ImageRecipe.ContainerKind })
            world.Resources.Put(
                ImageRecipe.Of(
                    kind,
                    SandboxText.Place(Workload, "us-east-1"),
                    "judged",
                    "1.0.0",
                    world.Ec2.OwnedBy(WorldGenerator.GoldenImages, "us-east-1").First().Id,
                    world.Now
                )
            );
        await using var server = await SandboxServer.Start(world, cancel: TestContext.Current.CancellationToken);
        var names = Names(world);
        var lines = Lines();
        Assert.Equal(
            server.Operations,
            lines.Where(l => l.Error is null).Select(l => (l.Service, l.Operation)).Distinct().Order()
        );
        var judged = new StringBuilder();
        foreach (var line in lines)
        {
            using var client = WireClient.For(server.Address, names[line.Caller]);
            var answer = await Send(client, line, Fill(line.Parameters, names));
            var text = line.Form == "cbor" ? CborReader.Read(answer.Body).ToJsonString() : answer.Text;
            var asked = $"{line.Caller} {line.Service} {line.Operation} {line.Parameters}: {(int)answer.Status} {text}";
            if (line.Error is null)
                Assert.True(answer.IsOk, asked);
            else
                Assert.True(
                    !answer.IsOk
                        && (
                            line.Error == "-" ? text.Length == 0 : ErrorCode().Match(text).Groups[1].Value == line.Error
                        ),
                    asked
                );
            if (line.Keep is { } keep)
                names[keep] = Regex.Match(text, $"""[<"]{line.Element}"?[>:]\s*"?([^<"]+)""").Groups[1].Value;
            judged
                .Append(
                    new JsonObject
                    {
                        ["id"] = asked,
                        ["service"] = line.Service,
                        ["operation"] = line.Operation,
                        ["protocol"] = line.Form,
                        ["status"] = (int)answer.Status,
                        ["body"] = Convert.ToBase64String(answer.Body),
                    }.ToJsonString()
                )
                .Append('\n');
        }
        Judge(judged.ToString(), lines.Count);
    }

    private static void Judge(string input, int cases)
    {
        Tool.Demand("aws");
        var verdicts = Tool.Run("python3", [RepositoryRoot.File("tests", "judges", "check_responses.py")], input)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement)
            .ToList();
        Assert.Equal(cases, verdicts.Count);
        var problems = verdicts
            .Where(v => v.TryGetProperty("problems", out var found) && found.GetArrayLength() > 0)
            .Select(v => v.GetRawText())
            .ToList();
        Assert.True(problems.Count == 0, string.Join('\n', problems));
        // Older AWS CLIs do not know the newest operations; none knows the two that do not exist.
        Assert.InRange(verdicts.Count(v => v.TryGetProperty("skipped", out _)), 1, cases / 3);
    }

    [Fact]
    public void The_judge_refuses_what_is_wrong()
    {
        static string Case(string id, string service, string operation, string protocol, int status, string body) =>
            new JsonObject
            {
                ["id"] = id,
                ["service"] = service,
                ["operation"] = operation,
                ["protocol"] = protocol,
                ["status"] = status,
                ["body"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(body)),
            }.ToJsonString() + "\n";
        Tool.Demand("aws");
        var input =
            Case(
                "unknown-member",
                "organizations",
                "ListRoots",
                "json",
                200,
                """{"Roots":[{"Id":"r-a1b2","Colour":"red"}]}"""
            )
            + Case(
                "type",
                "ec2",
                "DescribeRegions",
                "ec2",
                200,
                "<DescribeRegionsResponse><requestId>x</requestId><regionInfo><item><regionName><a/></regionName></item></regionInfo></DescribeRegionsResponse>"
            )
            + Case(
                "unknown-member",
                "ec2",
                "DescribeRegions",
                "ec2",
                200,
                "<DescribeRegionsResponse><regions/></DescribeRegionsResponse>"
            )
            + Case(
                "required",
                "autoscaling",
                "DescribeAutoScalingGroups",
                "query",
                200,
                "<R><DescribeAutoScalingGroupsResult/><ResponseMetadata/></R>"
            )
            + Case(
                "enum",
                "organizations",
                "ListRoots",
                "json",
                200,
                """{"Roots":[{"PolicyTypes":[{"Status":"ON"}]}]}"""
            )
            + Case(
                "error-code",
                "organizations",
                "ListRoots",
                "json",
                400,
                """{"__type":"PolicyInUseException","Message":"no"}"""
            )
            + Case("error-form", "ec2", "DescribeRegions", "ec2", 400, "<Error><Code>x</Code></Error>")
            + Case("malformed", "sts", "GetCallerIdentity", "query", 200, "<GetCallerIdentityResponse/>");
        var verdicts = Tool.Run("python3", [RepositoryRoot.File("tests", "judges", "check_responses.py")], input)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement)
            .ToList();
        Assert.Equal(8, verdicts.Count);
        Assert.All(
            verdicts,
            v =>
                Assert.Contains(
                    v.GetProperty("id").GetString(),
                    v.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("code").GetString())
                )
        );
    }

    private static List<Line> Lines() =>
        [
            .. File.ReadAllLines(RepositoryRoot.File("tests", "data", "sandbox", "calls.txt"))
                .Where(l => l.Length > 0 && l[0] != '#')
                .Select(l =>
                {
                    var match = Call().Match(l);
                    var (service, form) = match.Groups["service"].Value.Split('.') is [var s, var f]
                        ? (s, f)
                        : (match.Groups["service"].Value, "");
                    string? Group(string name) => match.Groups[name].Success ? match.Groups[name].Value : null;
                    return new Line(
                        Group("caller") ?? "management",
                        service,
                        form.Length > 0
                            ? form
                            : service switch
                            {
                                "ec2" => "ec2",
                                "s3" => "rest-xml",
                                "sts" or "sns" or "iam" or "autoscaling" or "cloudwatch" => "query",
                                _ => "json",
                            },
                        match.Groups["operation"].Value,
                        match.Groups["parameters"].Value,
                        Group("error"),
                        Group("keep"),
                        Group("element")
                    );
                }),
        ];

    private static async Task<WireAnswer> Send(WireClient client, Line line, string parameters)
    {
        switch (line.Form)
        {
            case "json":
                return await client.Json(line.Service, line.Operation, parameters);
            case "cbor":
                return await client.Cbor(
                    line.Service,
                    line.Operation,
                    CborWriter.Write(JsonNode.Parse(parameters)!.AsObject())
                );
            case "rest-xml":
                var parts = parameters.Split(' ', 3);
                return await client.Send(
                    "s3",
                    new HttpMethod(parts[0]),
                    parts[1],
                    Encoding.UTF8.GetBytes(parts.ElementAtOrDefault(2) ?? "")
                );
            default:
                return await client.Query(line.Service, line.Operation, parameters);
        }
    }

    private static Dictionary<string, string> Names(SandboxWorld world)
    {
        var moved = world.Organization.Accounts.Last();
        return new(StringComparer.Ordinal)
        {
            ["management"] = WorldGenerator.Management,
            ["golden"] = WorldGenerator.GoldenImages,
            ["suspended"] = WorldGenerator.Suspended,
            ["workload"] = Workload,
            ["root"] = WorldGenerator.Root,
            ["unit"] = world
                .Organization.Account(AmiGovernance.Core.Base.Identifiers.AccountId.Parse(Workload))!
                .ParentId,
            ["moved"] = moved.Id.Value,
            ["moved_parent"] = moved.ParentId,
            ["golden_image"] = world.Ec2.OwnedBy(WorldGenerator.GoldenImages, "us-east-1").First().Id.Value,
            ["own_image"] = world.Ec2.OwnedBy(Workload, "us-east-1").First().Id.Value,
            // In the place of a table's folders these stand for themselves.
            ["account"] = "{account}",
            ["region"] = "{region}",
            ["day"] = "{day}",
            ["instance"] = world.Ec2.InstancesOf(Workload, "us-east-1").First().Id,
        };
    }

    private static string Fill(string text, Dictionary<string, string> names) =>
        Placeholder().Replace(text, m => names[m.Groups[1].Value]);

    [GeneratedRegex(
        "^(?:@(?<caller>[a-z]+) )?(?<service>[a-z0-9.]+) (?<operation>[A-Za-z0-9]+)(?: (?<parameters>[^!>].*?))?(?: ! (?<error>[A-Za-z.-]+))?(?: > (?<keep>[a-z_]+)=(?<element>[A-Za-z]+))?$"
    )]
    private static partial Regex Call();

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("""(?:<Code>|"__type":")([A-Za-z.]+)""")]
    private static partial Regex ErrorCode();
}
