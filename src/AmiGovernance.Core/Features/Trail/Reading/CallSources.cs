using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>Finds out about a call from what people have at hand: a record, or the text of an error.</summary>
public static partial class CallSources
{
    /// <summary>
    /// The text of an AWS error, as the CLI, a console or a log shows it. Null when it is no denial of a call.
    /// </summary>
    public static CallHints? FromError(string text)
    {
        var match = Denial().Match(text);
        if (!match.Success)
            return null;

        var principal = PrincipalNames.RoleOf(match.Groups["principal"].Value);
        return new CallHints
        {
            Action = match.Groups["action"].Value,
            PrincipalArn = principal,
            Account = AccountOf(principal),
            Region = RegionOf(match.Groups["resource"].Value.TrimEnd('.', ',')),
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
        if (first is not null)
            return Of(first);

        var reason = reading.Gaps.IsEmpty ? "" : $": {reading.Gaps[0]}";
        bag.Report(
            JsonDiagnostics.Syntax,
            SourceLocation.OfFile(source),
            $"this is no CloudTrail record of an EC2 call{reason}",
            "a record has `eventSource`: `ec2.amazonaws.com` and `eventName`"
        );
        return null;
    }

    private static CallHints Of(TrailEvent call) =>
        new()
        {
            Action = $"ec2:{call.Name}",
            PrincipalArn = Known(call.Principal),
            Account = Known(call.Account),
            Region = Known(call.Region),
            Time = call.Time,
            ImageId = call.Images.FirstOrDefault(i => CallImages.IsImage(i)),
            IsServiceLinkedRole = call.IsServiceLinkedRole,
        };

    private static string? AccountOf(string principal) =>
        Arn.TryParse(principal, out var arn) && AccountId.IsValid(arn.Account) ? arn.Account : null;

    /// <summary>Null for resources that are in no Region, and for `*`.</summary>
    private static string? RegionOf(string resource) => Arn.TryParse(resource, out var arn) ? Known(arn.Region) : null;

    private static string? Known(string text) => text.Length > 0 ? text : null;

    [GeneratedRegex(
        @"User: (?<principal>arn:\S+) is not authorized to perform: (?<action>[\w-]+:\w+) on resource: (?<resource>\S+)"
    )]
    private static partial Regex Denial();
}
