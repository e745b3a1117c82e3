using System.Diagnostics;
using System.Globalization;
using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Aws;

/// <summary>A server that does not answer, and a proxy that is not there, are asked three times, said, and named.</summary>
public sealed class UnansweredTests
{
    private static string Error(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = AmigovProcess.Start(Path.GetTempPath(), arguments);
        foreach (var name in start.Environment.Keys.Where(IsOfProxy).ToList())
            start.Environment.Remove(name);
        start.Environment["AWS_ACCESS_KEY_ID"] = "test";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "test";
        start.Environment["AWS_REGION"] = "us-east-1";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(1, process.ExitCode);
        return error.Result;
    }

    private static bool IsOfProxy(string name) =>
        name.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("AWS_", StringComparison.Ordinal);

    [Fact]
    public void A_server_that_is_not_there_is_named_with_its_address()
    {
        var address = $"http://127.0.0.1:{LoopbackServer.FreePort()}/";
        var error = Error(["org", "export", "x.json", "--endpoint-url", address]);
        Assert.Contains($"no answer from {address}", error, StringComparison.Ordinal);
        Assert.Contains("attempt 2 of 3", error, StringComparison.Ordinal);
        Assert.Contains("AMI0712", error, StringComparison.Ordinal);
        Assert.Contains($"{address} was asked 3 times", error, StringComparison.Ordinal);
        Assert.Contains("--endpoint-url", error, StringComparison.Ordinal);
        AssertIsInGallery($"$ amigov org export x.json --endpoint-url {address}\n{error}", address);
    }

    [Fact]
    public void Quiet_leaves_the_finding()
    {
        var address = $"http://127.0.0.1:{LoopbackServer.FreePort()}/";
        var error = Error(["org", "export", "x.json", "--quiet", "--endpoint-url", address]);
        Assert.DoesNotContain("no answer from", error, StringComparison.Ordinal);
        Assert.Contains("AMI0712", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dead_proxy_is_named_without_its_password()
    {
        var port = LoopbackServer.FreePort();
        var error = Error(["org", "export", "x.json"], ("HTTPS_PROXY", $"http://user:hunter2@127.0.0.1:{port}"));
        Assert.Contains($"through the proxy HTTPS_PROXY=http://127.0.0.1:{port}", error, StringComparison.Ordinal);
        Assert.Contains("NO_PROXY", error, StringComparison.Ordinal);
        Assert.Contains("https://organizations.us-east-1.amazonaws.com/", error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
        AssertIsInGallery($"$ amigov org export x.json\n{error}", $"http://127.0.0.1:{port}");
    }

    private static void AssertIsInGallery(string printed, string address)
    {
        var port = new Uri(address).Port.ToString(CultureInfo.InvariantCulture);
        var shown = printed.Replace(port, "3128", StringComparison.Ordinal);
        var examples = Gallery.Read().Where(e => e.Source == nameof(UnansweredTests));
        Assert.Contains(examples, example => example.Difference(shown) is null);
    }
}
