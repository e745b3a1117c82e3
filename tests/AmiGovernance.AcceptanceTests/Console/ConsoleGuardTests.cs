using System.Net;
using System.Text.RegularExpressions;

namespace AmiGovernance.AcceptanceTests.Console;

/// <summary>Who may look at the console, and what other sites and other people on the machine get.</summary>
public sealed partial class ConsoleGuardTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly string[] Hostile =
    [
        "../../etc/passwd",
        "assets/../style.css",
        "assets/%2e%2e%2fstyle.css",
        "assets/page.js%00",
        "requests/..%2f..%2fetc%2fpasswd",
        "deployments/%00",
        "findings/%3Cscript%3Ealert(1)%3C/script%3E",
        "%ff",
        "requests/" + new string('a', 4_000),
    ];

    [Fact]
    public async Task A_link_lets_in_one_browser_and_nothing_else_is_let_in()
    {
        await using var bench = await ConsoleBench.Start("Sam Rivera", "sam@company.com");
        var link = await bench.Link;
        using var stranger = new HttpClient();
        foreach (var path in new[] { "/", "/exceptions", "/assets/style.css", "/enter", "/enter?token=0" })
            Assert.Equal(
                HttpStatusCode.Unauthorized,
                (await stranger.GetAsync(new Uri(link, path), Cancel)).StatusCode
            );

        using var browser = new HttpClient();
        var root = await Enter(browser, link);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(root, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(link, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(root, Cancel)).StatusCode);

        var next = await bench.Link;
        Assert.NotEqual(link, next);
        using var second = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await second.GetAsync(await Enter(second, next), Cancel)).StatusCode);
    }

    /// <summary>Browsers send cookies to every port of a machine: another person's server gets it for no path that it can know.</summary>
    [Fact]
    public async Task The_cookie_goes_to_no_other_path_and_opens_no_other()
    {
        await using var bench = await ConsoleBench.Start("Sam Rivera", "sam@company.com");
        var link = await bench.Link;
        using var handler = new HttpClientHandler { UseCookies = false };
        using var browser = new HttpClient(handler);
        var entered = await browser.GetAsync(link, Cancel);
        var cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie"));
        var root = Root(link, entered);
        Assert.Contains($"; path={root.AbsolutePath.TrimEnd('/')};", cookie, StringComparison.OrdinalIgnoreCase);
        browser.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(root, Cancel)).StatusCode);
        foreach (var path in new[] { "/", "/exceptions", $"/{new string('0', 64)}/", "/requests/CLOUD-1234" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync(new Uri(link, path), Cancel)).StatusCode);
    }

    /// <summary>Where the pages lie.</summary>
    private static async Task<Uri> Enter(HttpClient browser, Uri link) =>
        Root(link, await browser.GetAsync(link, Cancel));

    private static Uri Root(Uri link, HttpResponseMessage entered)
    {
        Assert.Equal(HttpStatusCode.OK, entered.StatusCode);
        return new Uri(link, Assert.Single(entered.Headers.GetValues("Refresh"))["0; url=".Length..]);
    }

    [Fact]
    public async Task Other_hosts_and_other_sites_are_refused()
    {
        await using var bench = await ConsoleBench.Start("Sam Rivera", "sam@company.com");
        var link = await bench.Link;
        using var browser = new HttpClient();
        var root = await Enter(browser, link);
        foreach (var host in new[] { "evil.example", $"evil.example:{link.Port}", "localhost", "127.0.0.1" })
            Assert.Equal(
                HttpStatusCode.MisdirectedRequest,
                await Status(browser, HttpMethod.Get, root, ("Host", host))
            );
        Assert.Equal(
            HttpStatusCode.Forbidden,
            await Status(browser, HttpMethod.Get, root, ("Origin", "http://evil.example"))
        );
        Assert.Equal(
            HttpStatusCode.Forbidden,
            await Status(browser, HttpMethod.Get, root, ("Sec-Fetch-Site", "cross-site"))
        );
        // Without an origin nobody knows who sends it.
        Assert.Equal(HttpStatusCode.Forbidden, await Status(browser, HttpMethod.Post, root));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(browser, HttpMethod.Post, root, ("Origin", "null")));
        Assert.Equal(
            HttpStatusCode.Forbidden,
            await Status(browser, HttpMethod.Post, root, ("Origin", $"http://127.0.0.1:{link.Port + 1}"))
        );
    }

    private static async Task<HttpStatusCode> Status(
        HttpClient client,
        HttpMethod method,
        Uri root,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(root, "again"));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (method == HttpMethod.Post)
            request.Content = new FormUrlEncodedContent([]);
        return (await client.SendAsync(request, Cancel)).StatusCode;
    }

    [Fact]
    public async Task Nothing_changes_by_a_question_or_without_the_proof_of_a_page()
    {
        await using var bench = await ConsoleBench.Start("Sam Rivera", "sam@company.com");
        var link = await bench.Link;
        using var browser = new HttpClient();
        var root = await Enter(browser, link);
        var before = bench.Git.Git("rev-parse", "HEAD");
        var decision = $"decision=approve&role=security-lead&reason=x&{bench.Meant}";
        await browser.GetAsync(new Uri(root, $"requests/CLOUD-1234?{decision}"), Cancel);
        foreach (var proof in new[] { "", "&proof=", "&proof=0" })
            Assert.Equal(HttpStatusCode.Forbidden, await Send(browser, root, decision + proof));
        Assert.Equal(before, bench.Git.Git("rev-parse", "HEAD"));

        var page = await browser.GetStringAsync(new Uri(root, "requests/CLOUD-1234"), Cancel);
        Assert.Equal(
            HttpStatusCode.OK,
            await Send(
                browser,
                root,
                $"{decision}&version={Version().Match(page).Groups[1]}&proof={Proof().Match(page).Groups[1]}"
            )
        );
        Assert.NotEqual(before, bench.Git.Git("rev-parse", "HEAD"));
    }

    /// <summary>Whoever confirms has seen what is decided on: a request that changed in between is not approved.</summary>
    [Fact]
    public async Task What_has_changed_since_it_was_shown_is_not_decided()
    {
        await using var bench = await ConsoleBench.Start("Sam Rivera", "sam@company.com");
        var link = await bench.Link;
        using var browser = new HttpClient();
        var root = await Enter(browser, link);
        var page = await browser.GetStringAsync(new Uri(root, "requests/CLOUD-1234"), Cancel);
        var git = bench.Git;
        git.As("Alex Kim", "alex@company.com")
            .Demand("exception", "request", "CLOUD-1234", "--from", "runbook-form.txt", "--days", "80", "--replace");
        git.As("Sam Rivera", "sam@company.com");
        var before = git.Git("rev-parse", "HEAD");
        var form =
            $"decision=approve&role=security-lead&reason=x&{bench.Meant}"
            + $"&version={Version().Match(page).Groups[1]}&proof={Proof().Match(page).Groups[1]}";
        await Send(browser, root, form);
        foreach (var decision in new[] { "", "REJECT", "approve%20" })
            await Send(browser, root, form.Replace("=approve", $"={decision}", StringComparison.Ordinal));
        Assert.Equal(before, git.Git("rev-parse", "HEAD"));
    }

    private static async Task<HttpStatusCode> Send(HttpClient browser, Uri root, string form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(root, "requests/CLOUD-1234"))
        {
            Content = new StringContent(form, null, "application/x-www-form-urlencoded"),
        };
        request.Headers.Add("Origin", $"http://{root.Authority}");
        return (await browser.SendAsync(request, Cancel)).StatusCode;
    }

    [Fact]
    public async Task Every_answer_has_the_policy_and_no_path_leads_out()
    {
        await using var bench = await ConsoleBench.Start("Sam Rivera", "sam@company.com");
        var link = await bench.Link;
        using var browser = new HttpClient();
        var root = await Enter(browser, link);
        foreach (var path in Hostile.Append("").Append("assets/page.js"))
        {
            var answer = await browser.GetAsync(new Uri(root + path), Cancel);
            var text = await answer.Content.ReadAsStringAsync(Cancel);
            Assert.True((int)answer.StatusCode < 500, path);
            Assert.DoesNotContain("root:", text, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>", text, StringComparison.Ordinal);
            // What is no path at all is refused before anything of ours sees it: without a body.
            if (answer.StatusCode == HttpStatusCode.BadRequest && text.Length == 0)
                continue;
            Assert.StartsWith(
                "default-src 'none'; style-src 'self'; script-src 'self';",
                Assert.Single(answer.Headers.GetValues("Content-Security-Policy")),
                StringComparison.Ordinal
            );
            Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        }
    }

    [GeneratedRegex("name=\"version\" value=\"([0-9a-f]+)\"")]
    private static partial Regex Version();

    [GeneratedRegex("name=\"proof\" value=\"([0-9a-f]+)\"")]
    private static partial Regex Proof();
}
