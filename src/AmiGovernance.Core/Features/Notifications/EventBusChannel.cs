using System.Text;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Core.Features.Notifications;

/// <summary>
/// An event bus: each message is an event of the source `amigov`, with the detail `{"id", "subject", "body"}`.
/// </summary>
public sealed class EventBusChannel(IEventBus events, EventBusName bus) : INotificationChannel
{
    public const string Source = "amigov";
    public const string DetailType = "AMI governance message";

    /// <summary>In bytes. JSON makes up to six of each, and an event has less than 256 KB.</summary>
    private const int LongestBody = 40_000;

    public string Name => "event_bus";

    public async Task Send(Notification notification, CancellationToken cancel)
    {
        var detail = JsonText.Write(
            indented: false,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("id", notification.Id);
                writer.WriteString("subject", (string)notification.Subject);
                writer.WriteString("body", Utf8Limit.Cut(notification.Body, LongestBody, "\n… (cut)\n"));
                writer.WriteEndObject();
            }
        );
        try
        {
            await events.Put(bus, new BusEvent(Source, DetailType, Encoding.UTF8.GetString(detail)), cancel);
        }
        catch (AwsException e)
        {
            var isTransient = e.Failure.Code is "InternalFailure" or "ThrottlingException" or AwsFailure.RequestFailed;
            throw new NotificationException(e.Failure.Summary, isTransient, e);
        }
    }
}
