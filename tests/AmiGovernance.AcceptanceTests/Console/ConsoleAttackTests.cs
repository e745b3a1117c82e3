using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Console;

/// <summary>What somebody tries who knows how the console is built.</summary>
public sealed partial class ConsoleAttackTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private const string Secret = "secret-of-another-folder";

    private static readonly string[] Texts =
    [
        "%00",
        "a%00b",
        "%0d%0aSet-Cookie:%20a=b",
        "%ed%a0%80",
        "%ff%fe",
        "--help",
        "@%2fetc%2fpasswd",
        "..%2f..%2f..%2fetc%2fpasswd",
        "%2fetc%2fpasswd",
        "CLOUD-1%2f..%2f..%2fx",
        "%3Cscript%3Ealert(1)%3C%2fscript%3E",
        "%e2%80%ae%1b%5b2J",
        "%24(touch%20x)%60touch%20y%60",
        new string('9', 100_000),
    ];

    /// <summary>Servers on other ports can set a cookie of our name for every path: the browser sends theirs too.</summary>
    [Fact]
    public async Task A_cookie_that_another_port_has_set_locks_nobody_out_and_lets_nobody_in()
    {
        await using var bench = await ConsoleBench.Start("Sam Rivera", "sam@company.com");
        var link = await bench.Link;
        using var browser = await ConsoleClient.Enter(link);
        var name = $"amigov-{link.Port}";
        foreach (var tossed in new[] { $"{name}=0", $"{name}=", $"{name}={new string('0', 64)}", "\"", "a b=c;;=;" })
        {
            Assert.Equal(HttpStatusCode.OK, await Ask(browser, $"{browser.Cookie}; {tossed}"));
            Assert.Equal(HttpStatusCode.OK, await Ask(browser, $"{tossed}; {browser.Cookie}"));
            Assert.Equal(HttpStatusCode.Unauthorized, await Ask(browser, tossed));
        }
    }

    private static async Task<HttpStatusCode> Ask(ConsoleClient browser, string cookie)
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(browser.Root, "requests"));
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        return (await client.SendAsync(request, Cancel)).StatusCode;
    }

    [Fact]
    public async Task No_text_in_a_form_breaks_the_console_or_becomes_a_commit()
    {
        await using var bench = await ConsoleBench.Start("Sam Rivera", "sam@company.com");
        using var browser = await ConsoleClient.Enter(await bench.Link);
        var request = await browser.Page("requests/CLOUD-1234");
        var proof = ConsoleClient.Proof(request);
        var version = Version().Match(request).Groups[1].Value;
        var finding = FindingPath().Match(await browser.Page("findings")).Groups[1].Value;
        var before = bench.Git.Git("rev-parse", "HEAD");
        foreach (var text in Texts)
        {
            var asked = $"ticket={text}&account={text}&type={text}&days={text}&justification={text}&plan={text}";
            string[][] forms =
            [
                ["requests/new", $"{asked}&{bench.Meant}"],
                ["requests/CLOUD-1234", $"version={version}&decision=approve&role={text}&reason=x&{bench.Meant}"],
                ["requests/CLOUD-1234", $"version={text}&decision=approve&role=security-lead&reason=x&{bench.Meant}"],
                ["requests/CLOUD-1234", $"version={version}&decision={text}&role=security-lead&reason=x&{bench.Meant}"],
                [finding, $"version={text}&outcome=noise&state=closed&reason=x&{bench.Meant}"],
                ["explain", $"error={text}&account={text}&region={text}"],
            ];
            foreach (var form in forms)
            {
                var answer = await browser.Post(form[0], $"{form[1]}&proof={proof}");
                Assert.True((int)answer.StatusCode < 500, $"{form[0]}: {form[1]}");
                await Harmless(answer, form[1]);
            }
            await Harmless(
                await browser.Get($"find?need={text[..Math.Min(text.Length, 4_000)]}&region=eu-central-1"),
                text
            );
        }
        Assert.Equal(before, bench.Git.Git("rev-parse", "HEAD"));
        Assert.Empty(bench.Git.Git("status", "--porcelain"));
    }

    private static async Task Harmless(HttpResponseMessage answer, string what)
    {
        var page = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.DoesNotContain("root:x:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Set-Cookie"), what);
        Assert.DoesNotContain('\u202e', page);
        Assert.DoesNotContain('\u001b', page);
    }

    /// <summary>A reason stands in the record as it was given, whatever is in it; the commit is nobody else's.</summary>
    [Fact]
    public async Task A_hostile_reason_is_text()
    {
        await using var bench = await ConsoleBench.Start("Pat Moreno", "pat@company.com");
        using var browser = await ConsoleClient.Enter(await bench.Link);
        var path = FindingPath().Match(await browser.Page("findings")).Groups[1].Value;
        var page = await browser.Page(path);
        var form =
            $"version={Version().Match(page).Groups[1].Value}&outcome=noise&state=closed&{bench.Meant}&proof={ConsoleClient.Proof(page)}";
        const string Reason =
            "%23%20x%0a%0aCo-authored-by:%20Eve%20%3Ceve%40evil.example%3E%0a--%0a%24(touch%20hit)%e2%80%ae";
        await Harmless(await browser.Post(path, $"{form}&reason={Reason}"), Reason);
        Assert.DoesNotContain("Eve", bench.Git.Git("log", "-1", "--format=%B%an%cn"), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(bench.Git.Path, "hit")));
        Assert.Empty(bench.Git.Git("status", "--porcelain"));
        await Harmless(await browser.Get(path), "the page of the finding");
    }

    [Fact]
    public async Task Two_decisions_at_once_are_one_commit()
    {
        await using var bench = await ConsoleBench.Start("Pat Moreno", "pat@company.com");
        using var browser = await ConsoleClient.Enter(await bench.Link);
        var path = FindingPath().Match(await browser.Page("findings")).Groups[1].Value;
        var page = await browser.Page(path);
        var before = bench.Git.Git("rev-list", "--count", "HEAD");
        var form = $"version={Version().Match(page).Groups[1].Value}&{bench.Meant}&proof={ConsoleClient.Proof(page)}";
        var answers = await Task.WhenAll(
            new[] { "legitimate", "violation", "noise", "violation" }.Select(async outcome =>
                await (
                    await browser.Post(path, $"{form}&outcome={outcome}&state=closed&reason={outcome}")
                ).Content.ReadAsStringAsync(Cancel)
            )
        );
        Assert.Single(answers, answer => answer.Contains("Done. Commit", StringComparison.Ordinal));
        // The same decision, sent twice, was made once.
        Assert.Equal(
            3,
            answers.Count(answer =>
                answer.Contains("Somebody has decided since", StringComparison.Ordinal)
                || answer.Contains("You have decided so already", StringComparison.Ordinal)
            )
        );
        Assert.Equal(int.Parse(before) + 1, int.Parse(bench.Git.Git("rev-list", "--count", "HEAD")));
        Assert.Empty(bench.Git.Git("status", "--porcelain"));
    }

    /// <summary>Somebody's branch may hold links to what is outside of the repository, and pipes that never end.</summary>
    [Fact]
    public async Task Links_and_pipes_in_the_repository_are_not_followed()
    {
        await using var bench = await ConsoleBench.Start("Sam Rivera", "sam@company.com");
        var outside = Directory.CreateTempSubdirectory("amigov-outside-");
        try
        {
            var file = Path.Combine(outside.FullName, "CLOUD-1.json");
            await File.WriteAllTextAsync(file, $"{{\"{Secret}\": 1}}", Cancel);
            var git = bench.Git.Path;
            foreach (var folder in new[] { "requests", "triage", "deployments" })
            {
                Directory.CreateSymbolicLink(Path.Combine(git, folder, "linked"), outside.FullName);
                File.CreateSymbolicLink(Path.Combine(git, folder, "CLOUD-1.json"), file);
                File.CreateSymbolicLink(Path.Combine(git, folder, "0009-x-000000.jsonl"), file);
                File.CreateSymbolicLink(Path.Combine(git, folder, "passwd.json"), "/etc/passwd");
                Tool.Run("mkfifo", [Path.Combine(git, folder, "pipe.json")]);
            }
            using var browser = await ConsoleClient.Enter(await bench.Link);
            foreach (var path in new[] { "", "requests", "findings", "deployments", "exceptions" })
            {
                var page = await browser.Page(path);
                Assert.DoesNotContain(Secret, page, StringComparison.Ordinal);
                Assert.DoesNotContain("root:x:", page, StringComparison.Ordinal);
            }
        }
        finally
        {
            outside.Delete(recursive: true);
        }
    }

    /// <summary>What no browser sends. The server answers each by itself: nothing of it is taken for a request of its own.</summary>
    [Fact]
    public async Task Odd_requests_get_nothing()
    {
        await using var bench = await ConsoleBench.Start("Sam Rivera", "sam@company.com");
        using var browser = await ConsoleClient.Enter(await bench.Link);
        var proof = ConsoleClient.Proof(await browser.Page("requests/CLOUD-1234"));
        var (host, root) = (browser.Root.Authority, browser.Root.AbsolutePath);
        var inner = $"GET {root}requests HTTP/1.1\r\nHost: {host}\r\n\r\n";
        var origin = $"Origin: http://{host}\r\nCookie: {browser.Cookie}\r\n";
        const string Form = "Content-Type: application/x-www-form-urlencoded\r\n";
        string[] requests =
        [
            $"GET {root}requests HTTP/1.0\r\nCookie: {browser.Cookie}\r\n\r\n",
            $"GET http://evil.example{root}requests HTTP/1.1\r\nHost: {host}\r\nCookie: {browser.Cookie}\r\n\r\n",
            $"GET {root}requests HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\nCookie: {browser.Cookie}\r\n\r\n",
            $"GET {root}requests HTTP/1.1\r\nHost: {host}@evil.example\r\nCookie: {browser.Cookie}\r\n\r\n",
            $"GET {root}../requests HTTP/1.1\r\nHost: {host}\r\nCookie: {browser.Cookie}\r\n\r\n",
            $"GET //evil.example{root}requests HTTP/1.1\r\nHost: {host}\r\nCookie: {browser.Cookie}\r\n\r\n",
            $"GET {root.TrimEnd('/')}%2frequests HTTP/1.1\r\nHost: {host}\r\nCookie: {browser.Cookie}\r\n\r\n",
            $"GET {root.ToUpperInvariant()}requests HTTP/1.1\r\nHost: {host}\r\nCookie: {browser.Cookie}\r\n\r\n",
            $"PUT {root}again HTTP/1.1\r\nHost: {host}\r\n{origin}Content-Length: 0\r\n\r\n",
            $"TRACE {root}requests HTTP/1.1\r\nHost: {host}\r\n{origin}\r\n",
            $"POST {root}again HTTP/1.1\r\nHost: {host}\r\n{origin}X-HTTP-Method-Override: GET\r\nContent-Length: 0\r\n\r\n",
            $"POST {root}log-out HTTP/1.1\r\nHost: {host}\r\n{origin}Content-Type: multipart/form-data; boundary=b\r\n"
                + Body($"--b\r\nContent-Disposition: form-data; name=proof\r\n\r\n{proof}\r\n--b--\r\n"),
            $"POST {root}log-out HTTP/1.1\r\nHost: {host}\r\n{origin}Content-Type: text/plain\r\n"
                + Body($"proof={proof}"),
            $"POST {root}again HTTP/1.1\r\nHost: {host}\r\n{origin}{Form}Content-Length: 5\r\nContent-Length: 6\r\n\r\nproof",
            $"POST {root}again HTTP/1.1\r\nHost: {host}\r\n{Form}Content-Length: {inner.Length}\r\n\r\n{inner}",
            $"POST {root}again HTTP/1.1\r\nHost: {host}\r\n{origin}{Form}Transfer-Encoding: x, chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n{inner}",
            $"POST {root}again HTTP/1.1\r\nHost: {host}\r\n{origin}{Form}Content-Length: 99999999\r\n\r\n",
        ];
        foreach (var request in requests)
        {
            var answer = await Raw(browser.Root.Port, request);
            Assert.Matches("^(HTTP/1\\.1 4[0-9][0-9] |\\z)", answer);
            Assert.DoesNotContain("HTTP/1.1 200", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("CLOUD-1234", answer, StringComparison.Ordinal);
        }
        // Nobody was logged out by it.
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("requests")).StatusCode);
    }

    private static string Body(string text) => $"Content-Length: {text.Length}\r\n\r\n{text}";

    /// <summary>All that is answered until the server has nothing more to read.</summary>
    private static async Task<string> Raw(int port, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, Cancel);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), Cancel);
        client.Client.Shutdown(SocketShutdown.Send);
        using var answer = new StreamReader(stream, Encoding.UTF8);
        try
        {
            return await answer.ReadToEndAsync(Cancel);
        }
        catch (IOException)
        {
            return "";
        }
    }

    [GeneratedRegex("name=\"version\" value=\"([0-9a-f]+)\"")]
    private static partial Regex Version();

    [GeneratedRegex("href=\"/[0-9a-f]{64}/(findings/[^\"]+)\"")]
    private static partial Regex FindingPath();
}
