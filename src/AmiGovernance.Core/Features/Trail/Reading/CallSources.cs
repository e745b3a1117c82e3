using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>Finds out about a call from what people have at hand: a record, the text of an error, a decoded message.</summary>
public static class CallSources
{
    /// <summary>
    /// The text of an AWS error, as the CLI, a console or a log shows it, a decoded authorization message, or a record. Null when it is
    /// none that is known.
    /// </summary>
    /// <param name="messages">See <see cref="ExceptionMessages"/>.</param>
    public static CallHints? FromError(string text, params ImmutableArray<string> messages)
    {
        var plain = RecordText.Unquote(text);
        if (plain.StartsWith('{') && Decoded(plain) is { } decoded)
            return decoded;
        if (RecordText.In(text).Records.Count > 0)
            return FromEvent(SourceText.FromString("--from-error", text), new DiagnosticBag(), messages);
        var said = IsJson(plain) ? plain.Replace("\\\"", "\"", StringComparison.Ordinal) : plain;
        return ErrorReader.Read("", said, messages);
    }

    /// <summary>
    /// The first CloudTrail record of EC2 in a text, in whatever form trail files have or tools wrap them. Null with a report when there
    /// is none.
    /// </summary>
    /// <param name="messages">See <see cref="ExceptionMessages"/>.</param>
    public static CallHints? FromEvent(SourceText source, DiagnosticBag bag, params ImmutableArray<string> messages)
    {
        var text = source.Bytes.ToArray();
        TrailEvent? first = null;
        var reading = TrailFileReader
            .OfAllCalls(messages.FirstOrDefault())
            .Read(() => new MemoryStream(text, writable: false), call => first ??= IsLaunching(call) ? call : null);
        if (
            first is not null
            && Of(first, RecordText.In(Encoding.UTF8.GetString(text)).Records, source, bag) is { } hints
        )
            return hints with { Refusal = Refusal(first, messages) };
        if (bag.HasErrors)
            return null;

        var reason = reading.Gaps.IsEmpty ? "" : $": {reading.Gaps[0]}";
        bag.Report(
            JsonDiagnostics.Syntax,
            SourceLocation.OfFile(source),
            $"this is no CloudTrail record of an EC2 call{reason}",
            "a record has `eventSource`: `ec2.amazonaws.com` and `eventName`"
        );
        return null;
    }

    private static CallHints? Decoded(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return DecodedMessage.Read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException) when (IllFormedText.Find(text) is not null)
        {
            return null;
        }
    }

    private static bool IsJson(string text) => text.StartsWith('{') || text.StartsWith('[');

    /// <summary>
    /// Of EC2, or refused by a service that launches for the caller: EC2 Auto Scaling and EKS check the caller's permission to launch
    /// when a group is made (EC2 Auto Scaling user guide, "Launch template support").
    /// </summary>
    private static bool IsLaunching(TrailEvent call) =>
        call.Source == WatchedCalls.Ec2
        || WatchedCalls.Find(call.Source, call.Name, call.ErrorCode, call.ErrorMessage) is { IsLaunchCheck: true };

    /// <summary>Null with a report when a value of the record is no Unicode.</summary>
    private static CallHints? Of(TrailEvent call, List<byte[]> records, SourceText source, DiagnosticBag bag)
    {
        var isEc2 = call.Source == WatchedCalls.Ec2;
        var record = isEc2 ? records.Find(r => IsRecordOf(r, call.Name)) : null;
        if (record is not null && IllFormedText.Find(record) is { } illFormed)
        {
            bag.Report(JsonDiagnostics.NotUtf8, SourceLocation.OfFile(source), $"in the record, {illFormed.Message}");
            return null;
        }
        var told = record is null ? RecordedKeys.None : RecordedKeys.Of(record, call);
        return new CallHints
        {
            Action = isEc2 ? $"ec2:{call.Name}" : null,
            PrincipalArn = Known(call.Principal),
            Session = call.Session,
            Account = Known(call.Account),
            Region = Known(call.Region),
            Time = call.Time,
            ImageId = call.Images.FirstOrDefault(i => CallImages.IsImage(i)),
            IsServiceLinkedRole = call.IsServiceLinkedRole,
            IsWithoutImage = call.Detail == CallImages.None,
            SharesPublicly = WatchedCalls.Find(call.Source, call.Name) is { Kind: CallKind.Sharing }
                ? SharedWith.IsPublic(call.Detail)
                : null,
            Context = told.Context,
            Resources = told.Resources,
            NamesAll = told.NamesAll,
        };
    }

    private static NamedRefusal? Refusal(TrailEvent call, ImmutableArray<string> messages)
    {
        var error = call.ErrorCode.Length > 0 ? ErrorReader.Read(call.ErrorCode, call.ErrorMessage, messages) : null;
        return error?.Refusal is { } refusal ? refusal with { IsRecorded = true } : null;
    }

    private static bool IsRecordOf(byte[] record, string name) =>
        record.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"\"{name}\"")) >= 0;

    private static string? Known(string text) => text.Length > 0 ? text : null;
}
