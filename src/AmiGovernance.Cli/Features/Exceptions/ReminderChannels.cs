using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.CodeHosts;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Features.Exceptions.Reminders;
using AmiGovernance.Core.Features.Notifications;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>Opens the channels that the settings name.</summary>
internal sealed class ReminderChannels(CliContext context, ReminderSettings settings, DiagnosticBag bag)
{
    /// <summary>By their names. Null with a report when a channel that is configured lacks what it needs.</summary>
    /// <param name="remote">Whose host takes comments on issues.</param>
    /// <param name="sns">Null when no topic is configured.</param>
    public Dictionary<string, INotificationChannel>? Open(string remote, ITopic? sns)
    {
        INotificationChannel?[] channels = [Mail(), Chat(), Issues(remote), Topic(sns)];
        return bag.HasErrors
            ? null
            : channels.OfType<INotificationChannel>().ToDictionary(c => c.Name, StringComparer.Ordinal);
    }

    private MailChannel? Mail()
    {
        if (settings.Mail is not { } mail)
            return null;
        var channel = Channels.Mail(context, mail, out var missing);
        if (channel is null)
            ReportLack("`mail` with a user", missing);
        return channel;
    }

    private ChatChannel? Chat()
    {
        if (!settings.ChatWebhook)
            return null;
        var channel = Channels.Chat(context, out var missing);
        if (channel is null)
            ReportLack("`chat_webhook`", missing);
        return channel;
    }

    private IssueChannel? Issues(string remote)
    {
        if (settings.Issues is not { } issues)
            return null;
        var host = context.Git?.RemoteUrl(remote) is { } address
            ? CodeHosts.Of(address, context.Http, context.Environment, issues.Project)
            : null;
        if (host is { HasToken: true })
            return new IssueChannel(host);

        var lack = host is null
            ? $"the remote `{remote}` is neither GitHub nor GitLab"
            : $"{host.TokenVariable} holds no token";
        ReportLack("`issues`", lack);
        return null;
    }

    private TopicChannel? Topic(ITopic? sns) =>
        settings.Topic is { } topic && sns is not null ? new TopicChannel(sns, topic) : null;

    private void ReportLack(string channel, string what) =>
        bag.Report(
            ReminderDiagnostics.NoChannel,
            SourceLocation.OfFile(SourceText.Missing(ExceptionProcess.Path)),
            $"{channel} is configured, but {what}"
        );
}
