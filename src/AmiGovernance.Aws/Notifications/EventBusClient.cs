using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Aws.Notifications;

/// <summary>Amazon EventBridge (EventBridge API reference, "PutEvents"). Needs `events:PutEvents` on the bus.</summary>
/// <param name="open">A client of a Region; null for that of the caller. A bus is reached in its own.</param>
internal sealed class EventBusClient(Func<string?, JsonServiceClient> open) : IEventBus
{
    private const string Service = "events";

    private const string Operation = "PutEvents";

    public async Task Put(EventBusName bus, BusEvent told, CancellationToken cancel)
    {
        using var events = open(bus.Region);
        var place = bus.Region is { } region ? CallPlace.Of(null, region) : CallPlace.Partition;
        var answer = await new JsonCalls(events, Service, place).Call(
            Operation,
            writer =>
            {
                writer.WriteStartArray("Entries");
                writer.WriteStartObject();
                writer.WriteString("EventBusName", bus.Text);
                writer.WriteString("Source", told.Source);
                writer.WriteString("DetailType", told.DetailType);
                writer.WriteString("Detail", told.Detail);
                writer.WriteEndObject();
                writer.WriteEndArray();
            },
            cancel
        );
        // The call succeeds also where no entry does.
        foreach (var entry in answer.Items("Entries"))
            if (entry.Text("ErrorCode") is { Length: > 0 } code)
                throw new AwsException(
                    new AwsFailure
                    {
                        Operation = $"{Service}:{Operation}",
                        Code = code,
                        Message = entry.Text("ErrorMessage"),
                        Region = place.Region,
                    }
                );
    }
}
