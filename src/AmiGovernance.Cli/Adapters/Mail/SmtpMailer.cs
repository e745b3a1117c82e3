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
    /// <summary>Of all that is said to the server for one mail; smaller in tests.</summary>
    public TimeSpan Limit { get; init; } = NotificationException.Patience;

    public async Task Send(MailSettings server, string? password, Notification mail, CancellationToken cancel)
    {
        using var client = new SmtpClient { Timeout = (int)Limit.TotalMilliseconds };
        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        inTime.CancelAfter(Limit);
        try
        {
            using var message = Compose(server, mail);
            await Connect(client, server, inTime.Token);
            if (server.User is { } user)
                await LogIn(client, server, user, password ?? "", inTime.Token);
            await client.SendAsync(message, inTime.Token);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw Silent(server, e);
        }
        catch (Exception e) when (Failure(server, e) is { } failure)
        {
            throw failure;
        }
        await Leave(client, inTime.Token);
    }

    /// <summary>The server has taken the mail: whatever it says to a farewell, sending it again would be a second mail.</summary>
    private static async Task Leave(SmtpClient client, CancellationToken inTime)
    {
        try
        {
            await client.DisconnectAsync(quit: true, inTime);
        }
        catch (Exception e)
            when (e is OperationCanceledException or IOException or SocketException or ProtocolException)
        {
            // The connection is closed either way.
        }
    }

    private static async Task Connect(SmtpClient client, MailSettings server, CancellationToken inTime)
    {
        try
        {
            await client.ConnectAsync(server.Host, server.Port, Socket(server.Security), inTime);
        }
        catch (Exception e) when (e is SslHandshakeException or NotSupportedException)
        {
            throw new NotificationException(
                $"{server.Host}: no trusted TLS connection;"
                    + $" `security` says {MailSettings.Securities.Of(server.Security)}",
                isTransient: false,
                e
            );
        }
    }

    /// <summary>RFC 4954, 6: 454 is a failure that passes, 535 says that the password is wrong.</summary>
    private static async Task LogIn(
        SmtpClient client,
        MailSettings server,
        string user,
        string password,
        CancellationToken inTime
    )
    {
        if (!client.Capabilities.HasFlag(SmtpCapabilities.Authentication))
            throw new NotificationException(
                $"{server.Host} offers no login; leave out the user `{user}`",
                isTransient: false
            );
        try
        {
            await client.AuthenticateAsync(user, password, inTime);
        }
        catch (AuthenticationException e)
            when (e.InnerException is SmtpCommandException { StatusCode: var code } refused && (int)code < 500)
        {
            throw Refused(server, refused);
        }
        catch (Exception e) when (e is AuthenticationException or NotSupportedException)
        {
            throw new NotificationException(
                $"{server.Host} does not take user `{user}` with the password in {MailSettings.PasswordVariable}",
                isTransient: false,
                e
            );
        }
    }

    /// <summary>RFC 5321, 4.2.1: 4yz asks to try again, 5yz does not.</summary>
    private static NotificationException Refused(MailSettings server, SmtpCommandException refused) =>
        new(
            $"{server.Host} answers {(int)refused.StatusCode}: {refused.Message}",
            isTransient: (int)refused.StatusCode is >= 400 and < 500,
            refused
        );

    private NotificationException Silent(MailSettings server, Exception inner) =>
        new(
            $"{server.Host}:{server.Port} does not answer in {Limit.TotalSeconds:0.#} seconds",
            isTransient: true,
            inner
        )
        {
            IsUnreachable = true,
            TimedOut = true,
        };

    private static SecureSocketOptions Socket(MailSecurity security) =>
        security switch
        {
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            _ => SecureSocketOptions.None,
        };

    /// <summary>Null for what is no failure of the mail, the server or the way to it.</summary>
    private NotificationException? Failure(MailSettings server, Exception e) =>
        e switch
        {
            SmtpCommandException refused => Refused(server, refused),
            // An address that none of the standards knows, or one that this server does not take.
            FormatException or ArgumentException or NotSupportedException => new NotificationException(
                $"it cannot be sent to {server.Host}: {e.Message}",
                isTransient: false,
                e
            ),
            TimeoutException => Silent(server, e),
            IOException or SocketException or ProtocolException or ServiceNotConnectedException =>
                new NotificationException(
                    $"{server.Host}:{server.Port} does not answer: {e.Message}",
                    isTransient: true,
                    e
                )
                {
                    IsUnreachable = true,
                },
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
