using System.Net;
using System.Net.Sockets;
using AmiGovernance.Cli.Adapters.Http;
using AmiGovernance.Cli.Adapters.Mail;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.AcceptanceTests.Features.Exceptions;

/// <summary>A server that takes the connection and says nothing.</summary>
public sealed class SilentServerTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public SilentServerTests() => listener.Start();

    private int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Dispose() => listener.Dispose();

    [Fact]
    public async Task A_web_server_is_waited_for_as_long_as_the_call_says()
    {
        var call = new HttpCall("POST", new Uri($"http://127.0.0.1:{Port}/hook"), [], "{}"u8.ToArray())
        {
            Limit = Short,
        };
        var failure = await Assert.ThrowsAsync<HttpFailureException>(() =>
            new NetworkHttp().Send(call, TestContext.Current.CancellationToken)
        );
        Assert.True(failure.TimedOut);
    }

    [Fact]
    public async Task A_mail_server_is_waited_for_once_and_not_for_each_of_its_answers()
    {
        var mailer = new SmtpMailer(TimeProvider.System) { Limit = Short };
        var settings = new MailSettings("127.0.0.1", Port, MailSecurity.None, "ami@company.com", null);
        var failure = await Assert.ThrowsAsync<NotificationException>(() =>
            mailer.Send(
                settings,
                null,
                new Notification("id", "alex@company.com", PlainText.Value("s"), PlainText.Value("b")),
                TestContext.Current.CancellationToken
            )
        );
        Assert.True(failure.TimedOut);
        Assert.Equal($"127.0.0.1:{Port} does not answer in 0.2 seconds", failure.Message);
    }
}
