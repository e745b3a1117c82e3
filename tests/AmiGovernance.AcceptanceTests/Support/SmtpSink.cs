using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AmiGovernance.AcceptanceTests.Support;

internal sealed record SeenMail(string From, string To, string Text);

/// <summary>An SMTP server on a port of 127.0.0.1 (RFC 5321, with STARTTLS of RFC 3207 and AUTH PLAIN of RFC 4954) that keeps what it takes.</summary>
internal sealed class SmtpSink : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<SeenMail> mails = new();
    private readonly ConcurrentQueue<string> logins = new();

    public SmtpSink()
    {
        listener.Start();
        _ = Task.Run(Serve);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public bool OffersTls { get; init; }

    public bool OffersLogin { get; init; } = true;

    /// <summary>Null judges the password.</summary>
    public string? LoginAnswer { get; init; }

    /// <summary>The answers to the next recipients, in order; from then on all are taken.</summary>
    public ConcurrentQueue<string> RecipientAnswers { get; } = new();

    public IReadOnlyList<SeenMail> Mails => [.. mails];

    /// <summary>As sent, decoded: user and password between NUL characters.</summary>
    public IReadOnlyList<string> Logins => [.. logins];

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await Talk(client.GetStream());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Talk(Stream stream)
    {
        var (from, to, secure) = ("", "", false);
        try
        {
            await Say(stream, "220 sink ESMTP");
            while (await ReadLine(stream) is { } line)
            {
                var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                switch (verb)
                {
                    case "EHLO":
                        await Say(
                            stream,
                            $"250-sink\r\n{(OffersTls && !secure ? "250-STARTTLS\r\n" : "")}{(OffersLogin ? "250-AUTH PLAIN\r\n" : "")}250 8BITMIME"
                        );
                        break;
                    case "STARTTLS":
                        await Say(stream, "220 go ahead");
                        var tls = new SslStream(stream);
                        await tls.AuthenticateAsServerAsync(Certificate());
                        (stream, secure) = (tls, true);
                        break;
                    case "AUTH":
                        logins.Enqueue(Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[2])));
                        var isRight = logins.Last().EndsWith("\0right", StringComparison.Ordinal);
                        await Say(stream, LoginAnswer ?? (isRight ? "235 welcome" : "535 no"));
                        break;
                    case "MAIL":
                        from = line.Split('<', '>')[1];
                        await Say(stream, "250 ok");
                        break;
                    case "RCPT":
                        to = line.Split('<', '>')[1];
                        await Say(stream, RecipientAnswers.TryDequeue(out var answer) ? answer : "250 ok");
                        break;
                    case "DATA":
                        await Say(stream, "354 go on");
                        var text = new StringBuilder();
                        while (await ReadLine(stream) is { } data && data != ".")
                            text.Append(data.StartsWith('.') ? data[1..] : data).Append('\n');
                        mails.Enqueue(new SeenMail(from, to, text.ToString()));
                        await Say(stream, "250 taken");
                        break;
                    case "QUIT":
                        await Say(stream, "221 bye");
                        return;
                    default:
                        await Say(stream, "250 ok");
                        break;
                }
            }
        }
        catch (IOException)
        {
            // The client went away.
        }
        catch (System.Security.Authentication.AuthenticationException)
        {
            // It did not trust the certificate.
        }
    }

    private static async Task Say(Stream stream, string answer) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{answer}\r\n"));

    private static async Task<string?> ReadLine(Stream stream)
    {
        var (line, one) = (new List<byte>(), new byte[1]);
        while (await stream.ReadAsync(one) == 1)
        {
            if (one[0] == '\n')
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(one[0]);
        }
        return null;
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=sink", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(
            DateTimeOffset.UnixEpoch,
            new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero)
        );
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    public void Dispose() => listener.Stop();
}
