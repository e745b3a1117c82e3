using System.Globalization;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Json;
using AmiGovernance.Core.Text;

namespace AmiGovernance.Core.Operations;

/// <summary>What a CloudTrail event or an error text tells about a call; null for what it does not tell.</summary>
public sealed record CallHints
{
    public string? Action { get; init; }

    public string? Account { get; init; }

    public string? PrincipalArn { get; init; }

    public string? Region { get; init; }

    public string? ImageId { get; init; }

    public DateTimeOffset? Time { get; init; }

    public bool IsServiceLinkedRole { get; init; }
}

public static partial class CallSources
{
    /// <summary>The text of an AWS error, as the CLI, a console or a log shows it. Null when it is no denial of a call.</summary>
    public static CallHints? FromError(string text)
    {
        var match = Denial().Match(text);
        if (!match.Success) return null;
        var principal = RoleOf(match.Groups["principal"].Value);
        var resource = match.Groups["resource"].Value.TrimEnd('.', ',');
        var parts = resource.Split(':', 6);
        return new CallHints
        {
            Action = match.Groups["action"].Value,
            PrincipalArn = principal,
            Account = principal.Split(':') is { Length: > 4 } arn && arn[4].Length == 12 ? arn[4] : null,
            Region = parts.Length == 6 && parts[3].Length > 0 ? parts[3] : null,
            ImageId = Image().Match(text) is { Success: true } image ? image.Value : null,
            IsServiceLinkedRole = IsServiceLinked(principal),
        };
    }

    /// <summary>
    /// A CloudTrail record of EC2: alone, in a list, or in `Records`, of which the first counts. The image is looked for in the
    /// response, the request and the error text. Null with a report when there is no record.
    /// </summary>
    public static CallHints? FromEvent(SourceText source, DiagnosticBag bag)
    {
        if (JsonParser.Parse(source, bag) is not { } tree) return null;
        var record = First(tree.Root is JsonObject root && root["Records"] is { } records ? records : tree.Root);
        if (Text(record, "eventSource") != "ec2.amazonaws.com" || Text(record, "eventName") is not { } name)
        {
            bag.Report(JsonDiagnostics.Syntax, tree.At(tree.Root), "this is no CloudTrail record of an EC2 call", "a record has `eventSource`: `ec2.amazonaws.com` and `eventName`");
            return null;
        }
        var principal = Text(record, "userIdentity", "sessionContext", "sessionIssuer", "arn") ?? (Text(record, "userIdentity", "arn") is { } arn ? RoleOf(arn) : null);
        return new CallHints
        {
            Action = $"ec2:{name}",
            PrincipalArn = principal,
            Account = Text(record, "recipientAccountId") ?? Text(record, "userIdentity", "accountId"),
            Region = Text(record, "awsRegion"),
            Time = DateTimeOffset.TryParse(Text(record, "eventTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null,
            ImageId = ImageIn(record, "responseElements") ?? ImageIn(record, "requestParameters")
                ?? (Image().Match(Text(record, "errorMessage") ?? "") is { Success: true } image ? image.Value : null),
            IsServiceLinkedRole = principal is not null && IsServiceLinked(principal),
        };
    }

    private static JsonNode? First(JsonNode? node) => node is JsonArray array ? array.Items.Count > 0 ? array.Items[0] : null : node;

    private static string? ImageIn(JsonNode? record, string part) =>
        Text(record, part, "instancesSet", "items", "imageId") ?? Text(record, part, "imageId");

    /// <summary>Walks down; of a list the first element counts.</summary>
    private static string? Text(JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var step in path) node = (First(node) as JsonObject)?[step];
        return (First(node) as JsonString)?.Value;
    }

    /// <summary>A session names its role without the path, so the result may lack one.</summary>
    internal static string RoleOf(string arn)
    {
        var session = Session().Match(arn);
        return session.Success ? $"arn:{session.Groups[1].Value}:iam::{session.Groups[2].Value}:role/{session.Groups[3].Value}" : arn;
    }

    private static bool IsServiceLinked(string arn) =>
        arn.Contains(":role/aws-service-role/", StringComparison.Ordinal) || arn.Contains(":role/AWSServiceRoleFor", StringComparison.Ordinal);

    [GeneratedRegex(@"User: (?<principal>arn:\S+) is not authorized to perform: (?<action>[\w-]+:\w+) on resource: (?<resource>\S+)")]
    private static partial Regex Denial();

    [GeneratedRegex(@"\bami-[0-9a-f]{8,17}\b")]
    private static partial Regex Image();

    [GeneratedRegex(@"^arn:([\w-]+):sts::(\d{12}):assumed-role/([^/]+)/")]
    private static partial Regex Session();
}
