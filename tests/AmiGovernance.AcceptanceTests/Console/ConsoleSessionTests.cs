using System.Net;

namespace AmiGovernance.AcceptanceTests.Console;

/// <summary>How long a browser is let in, and on which day it is told what holds.</summary>
public sealed class ConsoleSessionTests
{
    private static async Task<HttpStatusCode> Status(ConsoleClient browser) =>
        (await browser.Get("requests")).StatusCode;

    [Fact]
    public async Task Who_logs_out_is_let_in_by_a_new_link_only()
    {
        await using var bench = await ConsoleBench.Start("Sam Rivera", "sam@company.com");
        var link = await bench.Link;
        using var browser = await ConsoleClient.Enter(link);
        var next = await bench.Link;
        using var other = await ConsoleClient.Enter(next);
        var proof = ConsoleClient.Proof(await browser.Page("requests"));

        // A link or a page of somebody else does not log anybody out.
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("log-out")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Post("log-out", "proof=0")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, await Status(browser));

        var answer = await browser.Post("log-out", $"proof={proof}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var cleared = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("expires=Thu, 01 Jan 1970", cleared, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"path={browser.Root.AbsolutePath.TrimEnd('/')};", cleared, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(browser));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Post("again", $"proof={proof}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Get("progress")).StatusCode);
        using var stranger = new HttpClient();
        var worth = await stranger.GetAsync(link, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, worth.StatusCode);

        Assert.Equal(HttpStatusCode.OK, await Status(other));
        using var again = await ConsoleClient.Enter(await bench.Link);
        Assert.Equal(HttpStatusCode.OK, await Status(again));
    }

    [Fact]
    public async Task Who_asks_for_nothing_for_eight_hours_needs_a_new_link()
    {
        await using var bench = await ConsoleBench.Start("Sam Rivera", "sam@company.com");
        using var browser = await ConsoleClient.Enter(await bench.Link);
        foreach (var _ in new int[3])
        {
            bench.Git.Now += TimeSpan.FromHours(8) - TimeSpan.FromSeconds(1);
            Assert.Equal(HttpStatusCode.OK, await Status(browser));
        }
        bench.Git.Now += TimeSpan.FromHours(8);
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(browser));
        // It does not come back.
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(browser));
        using var again = await ConsoleClient.Enter(await bench.Link);
        Assert.Equal(HttpStatusCode.OK, await Status(again));
    }

    [Fact]
    public async Task A_console_that_runs_for_days_tells_what_holds_today()
    {
        await using var bench = await ConsoleBench.Start("Sam Rivera", "sam@company.com");
        using var browser = await ConsoleClient.Enter(await bench.Link);
        var today = bench.Git.Now.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains($"as of {today} (UTC)", await browser.Page("exceptions"), StringComparison.Ordinal);
        bench.Git.Now += TimeSpan.FromDays(40);
        using var later = await ConsoleClient.Enter(await bench.Link);
        var then = bench.Git.Now.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var place in new[] { "", "exceptions" })
            Assert.Contains($"as of {then} (UTC)", await later.Page(place), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_again_reads_what_is_there_now()
    {
        await using var bench = await ConsoleBench.Start("Sam Rivera", "sam@company.com");
        using var browser = await ConsoleClient.Enter(await bench.Link);
        var first = await browser.Page("");
        const string Unknown = "exceptions: config/ami_publishers.json:";
        Assert.DoesNotContain(Unknown, first, StringComparison.Ordinal);
        bench.Git.Write("config/ami_publishers.json", "no JSON");
        Assert.Equal(first, await browser.Page(""));
        var asked = await browser.Post("again", $"proof={ConsoleClient.Proof(first)}");
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Contains(Unknown, await browser.Page(""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_refused_is_shown_again_with_what_was_filled_in()
    {
        await using var bench = await ConsoleBench.Start("Sam Rivera", "sam@company.com");
        using var browser = await ConsoleClient.Enter(await bench.Link);
        var proof = ConsoleClient.Proof(await browser.Page("requests"));
        var decided = await Refused(
            "requests/CLOUD-1234",
            $"version=0&decision=reject&role=cloud-architect&reason=no+plan&{bench.Meant}"
        );
        foreach (
            var kept in new[] { "value=\"reject\" selected", "value=\"cloud-architect\" selected", "value=\"no plan\"" }
        )
            Assert.Contains(kept, decided, StringComparison.Ordinal);

        const string Account = "account=123456789012&may-create-images=yes&outside-organization=yes";
        var asked = await Refused("requests/new", $"ticket=CLOUD-9&days=many&{Account}&{bench.Meant}");
        Assert.Equal(2, asked.Split("<option value=\"yes\" selected").Length - 1);
        Assert.Contains("value=\"many\"", asked, StringComparison.Ordinal);

        async Task<string> Refused(string path, string form)
        {
            var answer = await browser.Post(path, $"{form}&proof={proof}");
            return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Places_have_one_name()
    {
        await using var bench = await ConsoleBench.Start("Sam Rivera", "sam@company.com");
        using var browser = await ConsoleClient.Enter(await bench.Link);
        var first = await browser.Page("");
        var root = browser.Root.AbsolutePath;
        var links = System.Text.RegularExpressions.Regex.Matches(
            first[first.IndexOf("<nav", StringComparison.Ordinal)..first.IndexOf("</nav>", StringComparison.Ordinal)],
            $"<li><a href=\"{root}([a-z-]*)\"[^>]*>([^<]+)<"
        );
        Assert.True(links.Count > 10);
        foreach (System.Text.RegularExpressions.Match link in links)
        {
            var (path, name) = (link.Groups[1].Value, link.Groups[2].Value);
            var page = await browser.Page(path);
            Assert.Contains($"<h1>{name}</h1>", page, StringComparison.Ordinal);
            Assert.Contains($"<title>{name} · amigov</title>", page, StringComparison.Ordinal);
        }
    }
}
