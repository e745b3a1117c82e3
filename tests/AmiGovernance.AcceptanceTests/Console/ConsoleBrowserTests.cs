using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AmiGovernance.AcceptanceTests.Console;

/// <summary>The console as a person meets it: every page, and each decision to its commit.</summary>
public sealed class ConsoleBrowserTests
{
    private static readonly ImmutableArray<int> Widths = [360, 1280, 1920];

    private static readonly ImmutableArray<ColorScheme> Schemes = [ColorScheme.Light, ColorScheme.Dark];

    /// <summary>The first page: below the path that the console alone knows.</summary>
    private static readonly Regex Start = new("/[0-9a-f]{64}/$");

    /// <summary>The answer of the page that comes; the one before says in small letters what will be done.</summary>
    private static readonly Regex Done = new("Done[.:]");

    /// <summary>
    /// Until all is read: the page that says how far it is makes room for the overview, and a page that is asked for at that moment is lost.
    /// </summary>
    private static async Task Enter(IPage page, ConsoleBench bench)
    {
        await page.GotoAsync((await bench.Link).ToString());
        await page.WaitForURLAsync(Start);
        await page.Locator(".reading").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    [Fact]
    public async Task Every_page_is_open_to_all_on_phones_and_screens_and_in_both_themes()
    {
        await using var browser = await Browser.Open();
        await using var bench = await ConsoleBench.Start("Sam Rivera", "sam@company.com", isFull: true);
        var page = browser.Page;
        await Enter(page, bench);
        var places = await page.Locator("nav a")
            .EvaluateAllAsync<string[]>("links => links.map(a => a.pathname.replace(/^.[^/]*/, ''))");
        Assert.True(places.Length > 10);
        var root = page.Url.TrimEnd('/');
        var problems = new List<string>();
        await page.GotoAsync($"{root}/deployments");
        var deployment = await page.Locator("table a")
            .First.EvaluateAsync<string>("a => a.pathname.replace(/^.[^/]*/, '')");
        await page.GotoAsync($"{root}/findings");
        var finding = await page.Locator("table a")
            .First.EvaluateAsync<string>("a => a.pathname.replace(/^.[^/]*/, '')");
        string[] below = ["/requests/CLOUD-1234", "/requests/new", deployment, finding];
        foreach (var place in places.Distinct().Concat(below))
            await Look(browser, root, place, problems);
        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.Empty(browser.Complaints);
    }

    private static async Task Look(Browser browser, string root, string place, List<string> problems)
    {
        var page = browser.Page;
        var url = root + place;
        var all = Widths.SelectMany(w => Schemes.Select(s => (Width: w, Scheme: s))).ToList();
        // On every day one of the six; of the first page all.
        var chosen = all.Where((_, i) => place == "/" || TestScale.Takes(i + place.Length, oneIn: 6));
        foreach (var (width, scheme) in chosen)
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await page.GotoAsync(url);
            if (await browser.IsTooWide())
                problems.Add($"{place} is too wide at {width}");
            var name = place == "/" ? "overview" : place.Trim('/').Replace('/', '-');
            await browser.Keep($"console-{name}-{width}-{scheme}".ToLowerInvariant());
            problems.AddRange((await browser.Barriers()).Select(b => $"{place} at {width}, {scheme}: {b}"));
        }
    }

    [Fact]
    public async Task A_request_is_approved_as_a_commit_of_the_person_at_the_keyboard()
    {
        await using var browser = await Browser.Open();
        await using var bench = await ConsoleBench.Start("Sam Rivera", "sam@company.com");
        var page = browser.Page;
        await Enter(page, bench);
        await page.GetByRole(AriaRole.Link, new() { Name = "Requests", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "CLOUD-1234" }).ClickAsync();
        await page.GetByLabel("Decision").SelectOptionAsync("approve");
        await page.GetByLabel("Your role").SelectOptionAsync("security-lead");
        await page.GetByLabel("Why", new() { Exact = true }).FillAsync("reviewed --yes; rm -rf /");
        var before = bench.Git.Git("rev-parse", "HEAD");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what will be done" }).ClickAsync();
        await page.GetByText("Sam Rivera <sam@company.com>").WaitForAsync();
        Assert.Equal(before, bench.Git.Git("rev-parse", "HEAD"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve CLOUD-1234" }).ClickAsync();
        await page.GetByText(Done).First.WaitForAsync();
        Assert.Equal("Sam Rivera <sam@company.com>", bench.Git.Git("log", "-1", "--format=%an <%ae>"));
        Assert.Contains(
            "approved",
            bench.Git.Git("show", "--stat", "--format=", "HEAD"),
            StringComparison.OrdinalIgnoreCase
        );
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Nobody_approves_what_he_asked_for_himself()
    {
        await using var browser = await Browser.Open();
        await using var bench = await ConsoleBench.Start("Alex Kim", "alex@company.com");
        var page = browser.Page;
        await Enter(page, bench);
        await page.GotoAsync(new Uri(new Uri(page.Url), "requests/CLOUD-1234").ToString());
        await page.GetByLabel("Decision").SelectOptionAsync("approve");
        await page.GetByLabel("Why", new() { Exact = true }).FillAsync("mine");
        var before = bench.Git.Git("rev-parse", "HEAD");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what will be done" }).ClickAsync();
        await page.GetByText("Nothing was done: ").WaitForAsync();
        Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = "Approve CLOUD-1234" }).CountAsync());
        Assert.Equal(before, bench.Git.Git("rev-parse", "HEAD"));
    }

    [Fact]
    public async Task A_finding_is_decided_as_a_commit()
    {
        await using var browser = await Browser.Open();
        await using var bench = await ConsoleBench.Start("Pat Moreno", "pat@company.com");
        var page = browser.Page;
        await Enter(page, bench);
        await page.GetByRole(AriaRole.Link, new() { Name = "Findings", Exact = true }).ClickAsync();
        await page.Locator("table a[href*='/findings/']").First.ClickAsync();
        var finding = new Uri(page.Url).Segments[^1];
        await page.GetByLabel("Outcome").SelectOptionAsync("violation");
        await page.GetByLabel("State").SelectOptionAsync("closed");
        await page.GetByLabel("Why", new() { Exact = true }).FillAsync("the team uses golden images now");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what will be done" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"Decide on {finding}" }).ClickAsync();
        await page.GetByText("Done. Commit").First.WaitForAsync();
        // It is committed: nobody is asked to.
        Assert.Equal(0, await page.GetByText("commit the file").CountAsync());
        var committed = bench.Git.Git("show", "--format=%an", "HEAD");
        Assert.StartsWith("Pat Moreno\n", committed, StringComparison.Ordinal);
        Assert.Contains("the team uses golden images now", committed, StringComparison.Ordinal);
        Assert.Empty(bench.Git.Git("status", "--porcelain"));
    }

    [Fact]
    public async Task A_request_is_made_without_a_terminal()
    {
        await using var browser = await Browser.Open();
        await using var bench = await ConsoleBench.Start("Alex Kim", "alex@company.com");
        var page = browser.Page;
        await Enter(page, bench);
        await page.GotoAsync(new Uri(new Uri(page.Url), "requests/new").ToString());
        foreach (
            var (label, value) in new[]
            {
                ("Ticket", "CLOUD-1300"),
                ("Account whose images shall be allowed", "210987654321"),
                ("Accounts that launch them", "123456789012"),
                ("Type", "migration"),
                ("Days", "30"),
                ("Business justification", "legacy pipeline"),
                ("Workload", "payments"),
                ("How the exception ends", "golden images by March"),
                ("Technical contact", "alex@company.com"),
                ("Sponsor", "VP Jordan Blake"),
                ("Team that asks", "app-team-alpha"),
            }
        )
            await page.GetByLabel(label, new() { Exact = true }).FillAsync(value);
        await page.GetByLabel("Security review").SelectOptionAsync("completed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what will be done" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask for CLOUD-1300" }).ClickAsync();
        await page.GetByText(Done).First.WaitForAsync();
        Assert.Equal("Alex Kim", bench.Git.Git("log", "-1", "--format=%an"));
        Assert.Contains("CLOUD-1300", bench.Git.Git("show", "--stat", "--format=", "HEAD"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_is_explained_and_pages_work_without_script()
    {
        await using var browser = await Browser.Open();
        await using var bench = await ConsoleBench.Start("Sam Rivera", "sam@company.com");
        var context = await browser.Page.Context.Browser!.NewContextAsync(new() { JavaScriptEnabled = false });
        var page = await context.NewPageAsync();
        await Enter(page, bench);
        await page.GetByRole(AriaRole.Link, new() { Name = "Explain an error" }).ClickAsync();
        await page.GetByLabel("Error", new() { Exact = true })
            .FillAsync(
                "An error occurred (UnauthorizedOperation) when calling the RunInstances operation: You are not authorized to perform"
                    + " this operation. User: arn:aws:sts::300000000005:assumed-role/Dev/x is not authorized to perform: ec2:RunInstances on"
                    + " resource: arn:aws:ec2:eu-central-1::image/ami-0ddddddddddddddd1 with an explicit deny in a service control policy"
            );
        await page.GetByRole(AriaRole.Button, new() { Name = "Explain" }).ClickAsync();
        await page.GetByText("ami-0ddddddddddddddd1").First.WaitForAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Answer" }).WaitForAsync();
    }
}
