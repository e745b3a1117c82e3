using System.Net;
using System.Net.Sockets;
using System.Text;
using AmiGovernance.Cli.Adapters.Trails;

namespace AmiGovernance.AcceptanceTests.Features.Trail.Queries;

public sealed class ClickHouseConnectionTests : IDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public ClickHouseConnectionTests()
    {
        listener.Start();
        _ = Serve();
    }

    public void Dispose() => listener.Dispose();

    private Uri Address => new($"http://{listener.LocalEndpoint}/");

    private async Task Serve()
    {
        while (true)
            _ = AnswerOnce(await listener.AcceptTcpClientAsync(Cancel));
    }

    /// <summary>A server whose word that it closes the connection is still under way when the next request is sent on it.</summary>
    private static async Task AnswerOnce(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            var buffer = new byte[4096];
            var request = "";
            while (!request.EndsWith("EachRow", StringComparison.Ordinal))
                request += Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer, Cancel));
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n[\"1\"]\n"u8.ToArray(), Cancel);
            await stream.ReadAtLeastAsync(buffer, 1, throwOnEndOfStream: false, Cancel);
        }
    }

    [Fact]
    public async Task A_query_is_not_sent_on_a_connection_that_the_server_is_closing()
    {
        using var server = new ClickHouseServer(Address, user: null, password: null);
        for (var query = 0; query < 3; query++)
            Assert.Equal(["1"], Assert.Single(await server.Query("SELECT 1", Cancel).ToListAsync(Cancel)));
    }
}
