using AmiGovernance.Core.Features.CodeHosts;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Core.Features.Notifications;

/// <summary>Comments on issues of GitHub or GitLab.</summary>
public sealed class IssueChannel(CodeHost host) : INotificationChannel
{
    public string Name => "issue";

    public async Task Send(Notification notification, CancellationToken cancel)
    {
        // In a fence nothing of the text comes alive: no link, no mention. A longer fence than any in the text cannot be closed by it.
        var fence = "```";
        var body = notification.Body.ToString().TrimEnd('\n');
        while (body.Contains(fence, StringComparison.Ordinal))
            fence += "`";
        try
        {
            await host.Comment(notification.To, $"{fence}text\n{notification.Subject}\n\n{body}\n{fence}\n", cancel);
        }
        catch (CodeHostException e)
        {
            throw new NotificationException(e.Message, isTransient: false, e);
        }
        catch (HttpFailureException e)
        {
            throw new NotificationException(e.Message, isTransient: true, e)
            {
                IsUnreachable = true,
                TimedOut = e.TimedOut,
            };
        }
    }
}
