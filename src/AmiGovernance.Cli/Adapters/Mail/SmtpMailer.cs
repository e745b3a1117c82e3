using System.Net.Sockets;
using AmiGovernance.Core.Ports.Notifications;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace AmiGovernance.Cli.Adapters.Mail;

/// <summary>Hands mails to an SMTP server (RFC 5321, RFC 3207), one connection for each.</summary>
internal sealed class SmtpMailer(TimeProvider time) : IMailer
{
    private const int LimitMilliseconds = 30_000;

    public async Task Send(MailSettings server, string? password, Notification mail, CancellationToken cancel)
    {
        using var message = Compose(server, mail);
        using var client = new SmtpClient { Timeout = LimitMilliseconds };
        try
        {
            await client.ConnectAsync(server.Host, server.Port, Socket(server.Security), cancel);
            if (server.User is { } user)
                await client.AuthenticateAsync(user, password ?? "", cancel);
            await client.SendAsync(message, cancel);
            await client.DisconnectAsync(quit: true, cancel);
        }
        catch (Exception e) when (Failure(server, e) is { } failure)
        {
            throw failure;
        }
    }

    private static SecureSocketOptions Socket(MailSecurity security) =>
        security switch
        {
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            _ => SecureSocketOptions.None,
        };

    /// <summary>Null for what is no failure of the server or the way to it. RFC 5321, 4.2.1: 4yz asks to try again, 5yz does not.</summary>
    private static NotificationException? Failure(MailSettings server, Exception e) =>
        e switch
        {
            SmtpCommandException refused => new NotificationException(
                $"{server.Host} answers {(int)refused.StatusCode}: {e.Message}",
                isTransient: (int)refused.StatusCode is >= 400 and < 500,
                e
            ),
            AuthenticationException => new NotificationException(
                $"{server.Host} does not take user `{server.User}` with the password in {MailSettings.PasswordVariable}",
                isTransient: false,
                e
            ),
            SslHandshakeException or NotSupportedException => new NotificationException(
                $"{server.Host}: no trusted TLS connection;"
                    + $" `security` says {MailSettings.Securities.Of(server.Security)}",
                isTransient: false,
                e
            ),
            IOException or SocketException or ProtocolException or TimeoutException or ServiceNotConnectedException =>
                new NotificationException(
                    $"{server.Host}:{server.Port} does not answer: {e.Message}",
                    isTransient: true,
                    e
                ),
            _ => null,
        };

    private MimeMessage Compose(MailSettings server, Notification mail)
    {
        var message = new MimeMessage
        {
            Subject = mail.Subject,
            Date = time.GetUtcNow(),
            MessageId = $"{mail.Id}@{server.From.Split('@')[^1]}",
        };
        message.From.Add(MailboxAddress.Parse(server.From));
        message.To.Add(MailboxAddress.Parse(mail.To));
        // RFC 3834: what a program sends; out-of-office notes must not answer it.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Body = new TextPart("plain") { Text = mail.Body };
        return message;
    }
}
