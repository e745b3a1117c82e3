using AmiGovernance.Console.Assets;
using Microsoft.Playwright;

namespace AmiGovernance.AcceptanceTests.Console;

/// <summary>The script of a page that waits for what is being read, with a server whose answers the test holds back.</summary>
public sealed class WaitingPageBrowserTests
{
    private const string Server = "http://console.test";

    private const string Waiting = """
        <!doctype html><title>Waiting</title>
        <div class="reading" data-source="/progress" data-then="/overview"><p></p></div>
        <a href="/requests">Requests</a>
        <script src="/page.js"></script>
        """;

    private static readonly PageWaitForURLOptions Arrived = new() { WaitUntil = WaitUntilState.Commit };

    private static async Task<Browser> Open(Task progress, Task requests)
    {
        var browser = await Browser.Open();
        await Answer("waiting", "text/html", Waiting, Task.CompletedTask);
        await Answer("page.js", "text/javascript", PageAssets.Text("page.js"), Task.CompletedTask);
        await Answer("overview", "text/html", "<!doctype html><title>Overview</title>", Task.CompletedTask);
        await Answer("progress", "text/event-stream", "event: done\ndata:\n\n", progress);
        await Answer("requests", "text/html", "<!doctype html><title>Requests</title>", requests);
        await browser.Page.GotoAsync($"{Server}/waiting");
        return browser;

        Task Answer(string path, string type, string body, Task turn) =>
            browser.Page.RouteAsync(
                $"{Server}/{path}",
                async route =>
                {
                    await turn;
                    try
                    {
                        await route.FulfillAsync(new() { ContentType = type, Body = body });
                    }
                    catch (PlaywrightException)
                    {
                        // The page does not wait for it any more.
                    }
                }
            );
    }

    [Fact]
    public async Task When_all_is_read_its_page_comes()
    {
        var progress = new TaskCompletionSource();
        await using var browser = await Open(progress.Task, Task.CompletedTask);
        var arrived = browser.Page.WaitForURLAsync($"{Server}/overview", Arrived);
        progress.SetResult();
        await arrived;
    }

    [Fact]
    public async Task Who_goes_elsewhere_meanwhile_is_not_brought_back()
    {
        var (progress, requests) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var browser = await Open(progress.Task, requests.Task);
        var asked = browser.Page.WaitForRequestAsync($"{Server}/requests");
        await browser.Page.Locator("a").EvaluateAsync("link => { setTimeout(() => link.click()); }");
        await asked;
        // Waited for from before: what arrives while the wait is made would be missed.
        var arrived = browser.Page.WaitForURLAsync($"{Server}/requests", Arrived);
        progress.SetResult();
        requests.SetResult();
        await arrived;
    }
}
