using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Reading;

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
        if (!match.Success)
            return null;
        var principal = PrincipalNames.RoleOf(match.Groups["principal"].Value);
        var resource = match.Groups["resource"].Value.TrimEnd('.', ',');
        var parts = resource.Split(':', 6);
        return new CallHints
        {
            Action = match.Groups["action"].Value,
            PrincipalArn = principal,
            Account = principal.Split(':') is { Length: > 4 } arn && arn[4].Length == 12 ? arn[4] : null,
            Region = parts.Length == 6 && parts[3].Length > 0 ? parts[3] : null,
            ImageId = CallImages.InText(text),
            IsServiceLinkedRole = PrincipalNames.IsServiceLinkedRole(principal),
        };
    }

    /// <summary>
    /// The first CloudTrail record of EC2 in a text, in whatever form trail files have. Null with a report when there is none.
    /// </summary>
    public static CallHints? FromEvent(SourceText source, DiagnosticBag bag)
    {
        TrailEvent? first = null;
        var reading = TrailFileReader
            .OfAllCalls()
            .Read(
                () => new MemoryStream(source.Bytes.ToArray(), writable: false),
                call => first ??= call.Source == WatchedCalls.Ec2 ? call : null
            );
        if (first is null)
        {
            bag.Report(
                JsonDiagnostics.Syntax,
                SourceLocation.OfFile(source),
                $"this is no CloudTrail record of an EC2 call{(reading.Gaps.IsEmpty ? "" : $": {reading.Gaps[0]}")}",
                "a record has `eventSource`: `ec2.amazonaws.com` and `eventName`"
            );
            return null;
        }
        return new CallHints
        {
            Action = $"ec2:{first.Name}",
            PrincipalArn = Known(first.Principal),
            Account = Known(first.Account),
            Region = Known(first.Region),
            Time = first.Time,
            ImageId = first.Images.FirstOrDefault(i => CallImages.IsImage(i)),
            IsServiceLinkedRole = first.IsServiceLinkedRole,
        };
    }

    private static string? Known(string text) => text.Length > 0 ? text : null;

    [GeneratedRegex(
        @"User: (?<principal>arn:\S+) is not authorized to perform: (?<action>[\w-]+:\w+) on resource: (?<resource>\S+)"
    )]
    private static partial Regex Denial();
}
