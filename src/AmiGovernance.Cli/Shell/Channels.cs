using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Features.Notifications;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Cli.Shell;

/// <summary>Ways to tell people something that need a secret from the environment.</summary>
internal static class Channels
{
    /// <summary>Null with what is missing.</summary>
    public static MailChannel? Mail(CliContext context, MailSettings settings, out string missing)
    {
        var password = context.Environment(MailSettings.PasswordVariable);
        missing =
            settings.User is not null && string.IsNullOrEmpty(password)
                ? $"{MailSettings.PasswordVariable} is not set"
                : "";
        return missing.Length > 0 ? null : new MailChannel(context.Mailer, settings, password);
    }

    /// <summary>Null with what is missing.</summary>
    public static ChatChannel? Chat(CliContext context, out string missing)
    {
        var usable =
            Uri.TryCreate(context.Environment(ReminderSettings.WebhookVariable), UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (url.IsLoopback && url.Scheme == Uri.UriSchemeHttp));
        missing = usable ? "" : $"{ReminderSettings.WebhookVariable} holds no https address";
        return usable && url is not null ? new ChatChannel(context.Http, url) : null;
    }
}
