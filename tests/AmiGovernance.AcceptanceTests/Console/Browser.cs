using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace AmiGovernance.AcceptanceTests.Console;

/// <summary>
/// Debian's Chromium, without a window where there is such a one. What a page complains of is kept: a test asks whether there is anything.
/// </summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string? Chromium = new[]
    {
        "/usr/bin/chromium-headless-shell",
        "/usr/bin/chromium",
    }.FirstOrDefault(File.Exists);

    /// <summary>In milliseconds. No test waits that long; a machine with other work, or with a browser that is new to it, may.</summary>
    private const float Patience = 120_000;

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;
    private readonly List<string> complaints = [];

    private Browser(IPlaywright playwright, IBrowser browser, IPage page)
    {
        (this.playwright, this.browser, Page) = (playwright, browser, page);
        page.SetDefaultTimeout(Patience);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
    }

    public IPage Page { get; }

    public IReadOnlyList<string> Complaints => complaints;

    public static async Task<Browser> Open()
    {
        Assert.SkipWhen(Chromium is null, "there is no Chromium");
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Chromium,
                Timeout = Patience,
                Args =
                [
                    "--no-sandbox",
                    "--disable-dev-shm-usage",
                    "--disable-gpu",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            }
        );
        return new Browser(playwright, browser, await browser.NewPageAsync());
    }

    /// <summary>What axe finds against WCAG 2.2 AA and its best practices; one line each.</summary>
    public async Task<IReadOnlyList<string>> Barriers()
    {
        var result = await Page.RunAxe(new AxeRunOptions());
        return
        [
            .. result.Violations.Select(v =>
                $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"
            ),
        ];
    }

    /// <summary>
    /// In the long run, keeps pictures for people to look at: of the whole page, and of what is seen first. Without a graphics card they
    /// take longer than all that is looked for.
    /// </summary>
    public async Task Keep(string name)
    {
        if (!TestScale.IsFull)
            return;
        var folder = RepositoryRoot.File("artifacts", "screenshots");
        Directory.CreateDirectory(folder);
        var (whole, first) = (Path.Combine(folder, $"{name}.png"), Path.Combine(folder, $"{name}-first.png"));
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = whole, FullPage = true });
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = first });
    }

    /// <summary>Whether the page is wider than the window, so that all of it would have to be moved sideways.</summary>
    public async Task<bool> IsTooWide() =>
        await Page.EvaluateAsync<bool>(
            "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
        );

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
