using AmiGovernance.Core.Ports.Notifications;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace AmiGovernance.Cli.Adapters.Mail;

/// <summary>Hands mails to an SMTP server (RFC 5321, RFC 3207), one connection for each.</summary>
public sealed class SmtpMailer(TimeProvider time) : IMailer
{
    private const int LimitMilliseconds = 30_000;

    public async Task Send(MailSettings server, string? password, Notification mail, CancellationToken cancel)
    {
        using var message = Compose(server, mail);
        using var client = new SmtpClient { Timeout = LimitMilliseconds };
        try
        {
            await client.ConnectAsync(
                server.Host,
                server.Port,
                server.Security switch
                {
                    MailSecurity.StartTls => SecureSocketOptions.StartTls,
                    MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
                    _ => SecureSocketOptions.None,
                },
                cancel
            );
            if (server.User is { } user)
                await client.AuthenticateAsync(user, password ?? "", cancel);
            await client.SendAsync(message, cancel);
            await client.DisconnectAsync(quit: true, cancel);
        }
        catch (SmtpCommandException e)
        {
            // RFC 5321, 4.2.1: 4yz asks to try again, 5yz does not.
            throw new NotificationException(
                $"{server.Host} answers {(int)e.StatusCode}: {e.Message}",
                isTransient: (int)e.StatusCode is >= 400 and < 500,
                e
            );
        }
        catch (AuthenticationException e)
        {
            throw new NotificationException(
                $"{server.Host} does not take user `{server.User}` with the password in {MailSettings.PasswordVariable}",
                isTransient: false,
                e
            );
        }
        catch (Exception e) when (e is SslHandshakeException or NotSupportedException)
        {
            throw new NotificationException(
                $"{server.Host}: no trusted TLS connection; `security` says {MailSettings.SecurityNames[(int)server.Security]}",
                isTransient: false,
                e
            );
        }
        catch (Exception e)
            when (e
                    is IOException
                        or System.Net.Sockets.SocketException
                        or ProtocolException
                        or TimeoutException
                        or ServiceNotConnectedException
            )
        {
            throw new NotificationException(
                $"{server.Host}:{server.Port} does not answer: {e.Message}",
                isTransient: true,
                e
            );
        }
    }

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
