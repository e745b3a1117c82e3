using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.TestSupport.Policies.Iam.Evaluation;

/// <summary>
/// One random call with all its resources, below service control policies and, for some callers, identity policies, a permissions boundary,
/// a session policy and the policy of a VPC endpoint. The same seed gives the same call.
/// </summary>
/// <param name="Own">By the kind of policy.</param>
internal sealed record GeneratedCall(
    int Id,
    JsonArray[] Levels,
    ImmutableSortedDictionary<string, JsonArray> Own,
    Ec2Call Call
)
{
    public const string Identity = "identity";
    public const string Boundary = "boundary";
    public const string Session = "session";
    public const string Endpoint = "endpoint";

    private static readonly string[] Kinds = [Identity, Boundary, Session, Endpoint];

    private static readonly string[] Actions =
    [
        "ec2:RunInstances",
        "ec2:RunInstances",
        "ec2:CreateFleet",
        "ec2:RequestSpotInstances",
        "ec2:CreateImage",
        "ec2:CopyImage",
        "ec2:ModifyImageAttribute",
        "ec2:TerminateInstances",
    ];

    private static readonly string[] Named =
    [
        "subnet/subnet-1",
        "subnet/amazon",
        "security-group/sg-1",
        "key-pair/ops",
        "launch-template/lt-1",
        "placement-group/b",
    ];

    /// <summary>Single decisions are asked about buckets, too; a call of EC2 about what launches touch.</summary>
    private static readonly (string From, string To)[] Turned =
    [
        ("arn:aws:s3:::bucket/*", "arn:aws:ec2:*:*:volume/*"),
        ("arn:aws:s3:::bucket/${aws:PrincipalTag/x}*", "arn:aws:ec2:*:*:subnet/${aws:PrincipalTag/x}*"),
        ("arn:aws:s3:::${s3:none, 'bucket'}/a/*", "arn:aws:ec2:*:*:key-pair/${s3:none, 'ops'}"),
        ("s3:GetObject", "ec2:CreateFleet"),
        ("s3:Get*", "ec2:Re*"),
    ];

    /// <summary>Every second call has the variable in the place of the resource's type.</summary>
    private static readonly (string From, string To) TypeTurned = (
        "arn:aws:ec2:*:*:key-pair/${s3:none, 'ops'}",
        "arn:aws:ec2:*:*:${s3:none, 'key-pair'}/*"
    );

    public static GeneratedCall Make(int seed, int id)
    {
        var random = new Random(unchecked(seed * 104729 + id));
        var organization = GeneratedCase.Make(seed, id);
        var own = ImmutableSortedDictionary.CreateBuilder<string, JsonArray>(StringComparer.Ordinal);
        foreach (var (kind, number) in Kinds.Select((kind, number) => (kind, number)))
            if (random.Next(3) == 0)
                own[kind] = Turn(GeneratedCase.Make(seed + 1 + number, id).Levels[0], id);
        return new GeneratedCall(
            id,
            [.. organization.Levels.Select(l => Turn(l, id))],
            own.ToImmutable(),
            MakeCall(random, organization.Context)
        );
    }

    private static Ec2Call MakeCall(Random random, Dictionary<string, string[]> context)
    {
        var action = Actions[random.Next(Actions.Length)];
        var region = random.Next(2) == 0 ? "us-east-1" : "eu-west-1";
        string? Value(string key) => context.TryGetValue(key, out var values) ? values[0] : null;
        string[] known = ["ec2:Owner", "aws:PrincipalAccount", "aws:PrincipalArn", "aws:CurrentTime", "aws:TagKeys"];
        var told = context.Where(c => !known.Contains(c.Key)).Select(c => KeyValuePair.Create(c.Key, c.Value[0]));
        return new Ec2Call
        {
            Action = action,
            Account = AccountId.Parse("111122223333"),
            PrincipalArn = Value("aws:PrincipalArn") ?? "arn:aws:iam::111122223333:role/Someone",
            Partition = Partition.Aws,
            Region = RegionName.Parse(region),
            Time = DateTimeOffset.Parse(Value("aws:CurrentTime") ?? "2026-03-01T00:00:00Z", null),
            // `*` is the id of what the call makes, and of what nobody told.
            ImageId = random.Next(4) == 0 ? null : $"ami-{1 + random.Next(2)}",
            ImageOwner = Value("ec2:Owner"),
            Context = ImmutableSortedDictionary.CreateRange(StringComparer.OrdinalIgnoreCase, told),
            NamesAll = true,
            NamedResources = GuardedActions.IsLaunch(action)
                ?
                [
                    .. Named
                        .Where(_ => random.Next(2) == 0)
                        .DistinctBy(n => n.Split('/')[0])
                        .Select(n => $"arn:aws:ec2:{region}:111122223333:{n}"),
                ]
                : [],
        };
    }

    private static JsonArray Turn(JsonArray policies, int id)
    {
        var text = policies.ToJsonString();
        foreach (var (from, to) in id % 2 == 0 ? Turned : [.. Turned, TypeTurned])
            text = text.Replace($"\"{JsonText(from)}\"", $"\"{JsonText(to)}\"", StringComparison.Ordinal);
        return JsonNode.Parse(text)!.AsArray();
    }

    private static string JsonText(string text) => JsonValue.Create(text).ToJsonString()[1..^1];

    /// <summary>All resources that the call touches, with what is known of each; what is not known is absent.</summary>
    public ImmutableArray<CallQuestion> Questions => [.. Call.Questions().Where(q => q.IsTouched)];

    /// <summary>The question about one resource, as a case of its own.</summary>
    public GeneratedCase CaseOf(CallQuestion question) =>
        new(
            Id,
            [.. Levels, .. Own.Values],
            Call.Action,
            question.Request.Resource,
            question.Request.Values.ToDictionary(v => v.Key.Name, v => v.Values.ToArray(), StringComparer.Ordinal)
        );

    /// <summary>As the judge reads it.</summary>
    public string ToJsonLine()
    {
        var line = new JsonObject
        {
            ["id"] = Id,
            ["levels"] = new JsonArray([.. Levels.Select(l => l.DeepClone())]),
            ["action"] = Call.Action,
            ["resources"] = new JsonArray([.. Questions.Select(q => (JsonNode)Line(q.Request))]),
        };
        foreach (var (kind, policies) in Own)
            line[kind] = (kind == Session ? policies[0]! : policies).DeepClone();
        return line.ToJsonString() + "\n";
    }

    private static JsonObject Line(RequestContext request)
    {
        var context = new JsonObject();
        foreach (var (key, values) in request.Values)
            context[key.Name] = values[0];
        return new JsonObject { ["resource"] = request.Resource, ["context"] = context };
    }
}
