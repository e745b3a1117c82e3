using System.Threading.Channels;
using AmiGovernance.Console.Hosting;
using AmiGovernance.Console.Pages;
using Microsoft.Playwright;

namespace AmiGovernance.AcceptanceTests.Console;

/// <summary>What takes long is told while it is read, and its page comes by itself.</summary>
public sealed class ConsoleProgressTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_says_how_far_it_is_and_goes_on()
    {
        await using var browser = await Browser.Open();
        var pages = new HeldPages();
        await using var server = await ConsoleServer.Start(pages, 0, TimeProvider.System, Cancel);
        await browser.Page.GotoAsync(server.Link.ToString());
        await browser.Page.GetByText("reading the trail").WaitForAsync();
        Assert.Empty(await browser.Barriers());
        pages.Say("12 files, <b>3</b>\nof them new");
        await browser.Page.GetByText("12 files, <b>3</b>").WaitForAsync();
        Assert.Equal(0, await browser.Page.Locator("b").CountAsync());
        pages.End();
        await browser.Page.GetByRole(AriaRole.Heading, new() { Name = "All is read" }).WaitForAsync();
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Without_script_it_comes_too()
    {
        await using var browser = await Browser.Open();
        var pages = new HeldPages();
        await using var server = await ConsoleServer.Start(pages, 0, TimeProvider.System, Cancel);
        var context = await browser.Page.Context.Browser!.NewContextAsync(new() { JavaScriptEnabled = false });
        var page = await context.NewPageAsync();
        await page.GotoAsync(server.Link.ToString());
        await page.GetByText("reading the trail").WaitForAsync();
        pages.End();
        await page.GetByRole(AriaRole.Heading, new() { Name = "All is read" }).WaitForAsync();
    }

    /// <summary>A stream of events stands behind the same guard, and is no way to the server's end.</summary>
    [Fact]
    public async Task Strangers_hear_nothing()
    {
        var pages = new HeldPages();
        await using var server = await ConsoleServer.Start(pages, 0, TimeProvider.System, Cancel);
        using var browser = await ConsoleClient.Enter(server.Link);
        using var stranger = new HttpClient();
        var answer = await stranger.GetAsync(new Uri(browser.Root, "progress"), Cancel);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, answer.StatusCode);
        // The way in is a question, and nothing is sent to it.
        using var sent = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, "enter"));
        sent.Headers.Add("Origin", $"http://{server.Address.Authority}");
        sent.Content = new FormUrlEncodedContent([KeyValuePair.Create("proof", "x")]);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await stranger.SendAsync(sent, Cancel)).StatusCode);
        pages.End();
        Assert.Equal("event: done\ndata:\n\n", await (await browser.Get("progress")).Content.ReadAsStringAsync(Cancel));
    }

    /// <summary>A reading that goes on until the test ends it.</summary>
    private sealed class HeldPages : IConsolePages
    {
        private readonly Channel<string> said = Channel.CreateUnbounded<string>();
        private volatile bool isRead;

        public IReadOnlyList<Place> Places { get; } = [new("/", "Overview")];

        public void Say(string text) => said.Writer.TryWrite(text);

        public void End()
        {
            isRead = true;
            said.Writer.Complete();
        }

        public Task<Page?> Show(PageRequest request, CancellationToken cancel) =>
            Task.FromResult<Page?>(isRead ? new Page("All is read") : Waiting);

        private static Page Waiting { get; } =
            new("Overview")
            {
                Sections = [new Section("reading", "Reading") { Blocks = [new Progress("reading the trail", "/")] }],
            };

        public Task<Page?> Send(PageRequest request, CancellationToken cancel) => Task.FromResult<Page?>(null);

        public IAsyncEnumerable<string> Progress(CancellationToken cancel) => said.Reader.ReadAllAsync(cancel);
    }
}
