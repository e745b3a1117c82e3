namespace CheckCertificate;

internal sealed class RejectedException(string message) : Exception(message);

/// <summary>Documents as lines: each value after the names of the members that lead to it.</summary>
internal static partial class Json
{
    private const string Account = @"(ec2:Owner|aws:(Resource|Principal)Account) [a-z0-9-]+";
    private const string Caller = @"ec2:Owner \$\{aws:PrincipalAccount\}";
    private const string Roles = @"aws:PrincipalArn arn:(\*|aws[a-z-]*):iam::(\*|\d{12}):(role|user)/[^:?\\$]+";
    private const string Time = @"Date(GreaterThanEquals|LessThan) aws:CurrentTime \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ";
    private const string Asked = $"String(Not)?Equals ({Account}|{Caller})|ArnNotLike {Roles}|{Time}";
    private const string Statement =
        $@"Sid \w+|Effect Deny|Action [\w-]+:\w+|Resource (\*|arn:\*:ec2:\*::image/\*)|Condition ({Asked})";
    private const string Requests = $"kind .+|actions .+|classes (denied_by .*|condition (|{Asked}|ArnLike {Roles}))";
    private const string Certificate =
        $@"format_version 1\.0|as_of [0-9-]+|(documents|managed_service_accounts|proven|not_certified) .*|requests ({Requests})";

    /// <summary>What is known is little on purpose: nothing else can be checked.</summary>
    [GeneratedRegex($"^(Policy (Version 2012-10-17|Statement ({Statement}))|Certificate ({Certificate})|{Roles})\\z")]
    private static partial Regex Known { get; }

    public static JsonNode Parse(byte[] json) =>
        JsonNode.Parse(json, null, new JsonDocumentOptions { AllowDuplicateProperties = false }) ?? new JsonObject();

    public static void Check(string place, IEnumerable<string> lines)
    {
        if (lines.FirstOrDefault(l => !Known.IsMatch(l)) is { } other)
            throw new RejectedException($"cannot check: {place}: {other}");
    }

    public static IEnumerable<string> Lines(JsonNode? node, string names = "") =>
        node switch
        {
            JsonObject found => found.SelectMany(m => Lines(m.Value, $"{names}{m.Key} ")).DefaultIfEmpty(names),
            JsonArray list => list.SelectMany(item => Lines(item, names)).DefaultIfEmpty(names),
            _ => [$"{names}{node}"],
        };

    public static IEnumerable<JsonNode> Items(JsonNode? node) =>
        (node is JsonArray list ? list : Enumerable.Repeat(node, 1)).OfType<JsonNode>();

    public static Set Texts(JsonNode? node) => [.. Items(node).Select(n => n.GetValue<string>())];
}
