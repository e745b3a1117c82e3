using System.Net;
using System.Text.RegularExpressions;

namespace AmiGovernance.AcceptanceTests.Console;

/// <summary>A browser without a window, which sends what a page of the console would.</summary>
internal sealed partial class ConsoleClient : IDisposable
{
    private readonly HttpClient client = new(new HttpClientHandler { UseCookies = false });

    private ConsoleClient() { }

    /// <summary>Where the pages lie.</summary>
    public Uri Root { get; private init; } = new("http://127.0.0.1/");

    /// <summary>Name and value.</summary>
    public string Cookie { get; private init; } = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<ConsoleClient> Enter(Uri link)
    {
        using var stranger = new HttpClient(new HttpClientHandler { UseCookies = false });
        var entered = await stranger.GetAsync(link, Cancel);
        Assert.Equal(HttpStatusCode.OK, entered.StatusCode);
        var root = new Uri(link, Assert.Single(entered.Headers.GetValues("Refresh"))["0; url=".Length..]);
        var cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie")).Split(';')[0];
        var browser = new ConsoleClient { Root = root, Cookie = cookie };
        browser.client.DefaultRequestHeaders.Add("Cookie", cookie);
        return browser;
    }

    public Task<HttpResponseMessage> Get(string path) => client.GetAsync(new Uri(Root + path), Cancel);

    /// <summary>The page, after what has to be read for it.</summary>
    public async Task<string> Page(string path)
    {
        await Get(path);
        // Ends with the reading.
        await client.GetStringAsync(new Uri(Root, "progress"), Cancel);
        return await client.GetStringAsync(new Uri(Root + path), Cancel);
    }

    public static string Proof(string page) => ProofOf().Match(page).Groups[1].Value;

    public async Task<HttpResponseMessage> Post(string path, string form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Root + path))
        {
            Content = new StringContent(form, null, "application/x-www-form-urlencoded"),
        };
        request.Headers.Add("Origin", $"http://{Root.Authority}");
        return await client.SendAsync(request, Cancel);
    }

    public void Dispose() => client.Dispose();

    [GeneratedRegex("name=\"proof\" value=\"([0-9a-f]+)\"")]
    private static partial Regex ProofOf();
}
