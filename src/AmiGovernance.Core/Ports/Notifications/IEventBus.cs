using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Notifications;

/// <summary>Puts events on event buses of EventBridge.</summary>
public interface IEventBus
{
    /// <summary>Throws <see cref="AwsException"/> when AWS refuses the call or the event, or does not answer.</summary>
    /// <param name="bus">It is called in its own Region.</param>
    /// <param name="told">What happened.</param>
    /// <param name="cancel">Throws <see cref="OperationCanceledException"/>.</param>
    Task Put(EventBusName bus, BusEvent told, CancellationToken cancel);
}

/// <param name="Source">Not beginning with `aws.`, which is AWS's own.</param>
/// <param name="DetailType">At most 128 characters.</param>
/// <param name="Detail">A JSON object; with the other two less than 256 KB (EventBridge API reference, "PutEvents").</param>
public sealed record BusEvent(string Source, string DetailType, string Detail);

/// <summary>The name of an event bus in the caller's own account and Region, or the ARN of any.</summary>
public sealed partial record EventBusName
{
    private EventBusName(string text, string? region) => (Text, Region) = (text, region);

    public string Text { get; }

    /// <summary>Null for the caller's own.</summary>
    public string? Region { get; }

    /// <summary>Null when the text is neither.</summary>
    public static EventBusName? Parse(string text)
    {
        if (Name().IsMatch(text))
            return new EventBusName(text, null);
        const string Folder = "event-bus/";
        var isBus =
            Arn.TryParse(text, out var arn)
            && arn is { Service: "events", Region.Length: > 0 }
            && AccountId.IsValid(arn.Account)
            && arn.Resource.StartsWith(Folder, StringComparison.Ordinal)
            && Name().IsMatch(arn.Resource[Folder.Length..]);
        return isBus ? new EventBusName(text, arn.Region) : null;
    }

    /// <summary>EventBridge API reference, "CreateEventBus": no slash, for none of a partner's.</summary>
    [GeneratedRegex(@"^[.\-_A-Za-z0-9]{1,256}\z")]
    private static partial Regex Name();
}
