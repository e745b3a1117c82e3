using System.Net;

namespace AmiGovernance.AcceptanceTests.Sandbox;

/// <summary>A web page whose name has come to mean 127.0.0.1 (DNS rebinding) reaches neither the controls nor a service.</summary>
public sealed class HostHeaderTests
{
    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]", true)]
    [InlineData("evil.example.com", false)]
    [InlineData("127.0.0.1.evil.example.com", false)]
    [InlineData("localhost.evil.example.com", false)]
    [InlineData("0.0.0.0", false)]
    public async Task Only_names_of_this_machine_are_answered(string host, bool isAnswered)
    {
        await using var rig = await SandboxRig.Start();
        using var http = new HttpClient { BaseAddress = rig.Server.Address };
        foreach (var path in (string[])["_sandbox/world", "_sandbox", "a-bucket"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = $"{host}:{rig.Server.Address.Port}";
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(!isAnswered, answer.StatusCode == HttpStatusCode.MisdirectedRequest);
        }
    }

    [Fact]
    public async Task Another_port_is_another_server()
    {
        await using var rig = await SandboxRig.Start();
        using var http = new HttpClient { BaseAddress = rig.Server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "_sandbox");
        request.Headers.Host = "localhost:1";
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    [Fact]
    public async Task S3_takes_keys_as_long_as_AWS_does_and_no_longer()
    {
        await using var rig = await SandboxRig.Start();
        using var wire = rig.Wire();
        await wire.Send("s3", HttpMethod.Put, "/limits", []);
        Assert.DoesNotContain(
            "KeyTooLongError",
            (await wire.Send("s3", HttpMethod.Put, $"/limits/{new string('k', 1024)}", [])).Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "KeyTooLongError",
            (await wire.Send("s3", HttpMethod.Put, $"/limits/{new string('k', 1025)}", [])).Text,
            StringComparison.Ordinal
        );

        static byte[] Delete(int count) =>
            System.Text.Encoding.UTF8.GetBytes(
                $"<Delete>{string.Concat(Enumerable.Range(0, count).Select(i => $"<Object><Key>{i}</Key></Object>"))}</Delete>"
            );
        Assert.DoesNotContain(
            "MalformedXML",
            (await wire.Send("s3", HttpMethod.Post, "/limits?delete", Delete(1000))).Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "MalformedXML",
            (await wire.Send("s3", HttpMethod.Post, "/limits?delete", Delete(1001))).Text,
            StringComparison.Ordinal
        );
    }
}
