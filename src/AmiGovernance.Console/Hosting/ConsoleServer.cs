using System.Net;
using AmiGovernance.Console.Assets;
using AmiGovernance.Console.Pages;
using AmiGovernance.Console.Slices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using SameSiteMode = Microsoft.AspNetCore.Http.SameSiteMode;

namespace AmiGovernance.Console.Hosting;

/// <summary>
/// Pages on 127.0.0.1, for the browsers that came by its link. What a page shows and does is the caller's
/// (<see cref="IConsolePages"/>); who may ask, and from where, is decided here.
/// </summary>
public sealed class ConsoleServer : IAsyncDisposable
{
    /// <summary>In bytes: a form holds a pasted error at most.</summary>
    private const int LargestForm = 1 << 20;

    /// <summary>What forms of pages send: with parts of their own, text of others could get into files on disk.</summary>
    private const string FormType = "application/x-www-form-urlencoded";

    /// <summary>Nothing but what this server serves, no frame, and nothing inline.</summary>
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
        + " frame-ancestors 'none'";

    private readonly IConsolePages pages;
    private readonly ConsoleSession session;
    private readonly WebApplication app;

    private ConsoleServer(IConsolePages pages, int port, TimeProvider time)
    {
        this.pages = pages;
        session = new ConsoleSession(time);
        // Empty: no environment variable and no file of settings says how it listens, and nothing is logged.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(options =>
            {
                options.AddServerHeader = false;
                options.Limits.MaxRequestBodySize = LargestForm;
                options.Listen(IPAddress.Loopback, port);
            });
        builder.Services.AddRoutingCore();
        app = builder.Build();
        app.Use(Guard);
        app.UseRouting();
        app.MapGet("/enter", (RequestDelegate)Enter);
        app.MapGet("/{root}/assets/{name}", (RequestDelegate)Asset);
        app.MapGet("/{root}/progress", (RequestDelegate)Progress);
        app.MapGet("/{root}/{**path}", (RequestDelegate)Show);
        app.MapPost("/{root}/{**path}", (RequestDelegate)Send);
        app.UseEndpoints(_ => { });
    }

    /// <summary>Told with the new link when the last one was used.</summary>
    public Action<Uri>? Entered { get; set; }

    /// <summary>Browsers send cookies of a machine to each of its ports: consoles side by side have names of their own.</summary>
    private string Cookie => $"amigov-{Address.Port}";

    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Lets in one browser.</summary>
    public Uri Link => new(Address, $"/enter?token={session.Token}");

    /// <summary>Throws <see cref="IOException"/> when the port is taken, and a socket's exception when it may not be used.</summary>
    /// <param name="port">0 for any that is free.</param>
    /// <param name="time">By which a browser that asks for nothing is let in no longer.</param>
    /// <param name="cancel">Ends the start.</param>
    public static async Task<ConsoleServer> Start(
        IConsolePages pages,
        int port,
        TimeProvider time,
        CancellationToken cancel
    )
    {
        var server = new ConsoleServer(pages, port, time);
        try
        {
            await server.app.StartAsync(cancel);
            var addresses = server.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
            server.Address = new Uri(addresses!.Addresses.First());
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    /// <summary>Before every route: where the request comes from, and whether it may.</summary>
    private async Task Guard(HttpContext http, RequestDelegate next)
    {
        AddHeaders(http.Response.Headers);
        // A page of another site can reach 127.0.0.1 by a name of its own (DNS rebinding): the name stands in `Host`.
        if (http.Request.Host.Value != Address.Authority)
        {
            await Text(http, StatusCodes.Status421MisdirectedRequest, $"this is {Address.Authority}, and nothing else");
            return;
        }
        if (!IsOfHere(http.Request))
        {
            await Text(http, StatusCodes.Status403Forbidden, "requests of other sites are refused");
            return;
        }
        var path = http.Request.Path.Value ?? "";
        if (IsEntry(http.Request) || session.Knows(FirstPart(path), Cookies(http)))
            await next(http);
        else
            await Text(
                http,
                StatusCodes.Status401Unauthorized,
                "open the console by the link that `amigov console` printed last; each link lets in one browser"
            );
    }

    /// <summary>
    /// All of our name. Servers on other ports of the machine can set one too, and a browser sends both: theirs must not lock it out.
    /// </summary>
    private IEnumerable<string> Cookies(HttpContext http) =>
        CookieHeaderValue.TryParseList(http.Request.Headers.Cookie, out var sent)
            ? sent.Where(c => c.Name == Cookie).Select(c => c.Value.ToString())
            : [];

    private static void AddHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // With `no-referrer` browsers send forms with the origin `null` (Fetch standard, "append a request Origin header").
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    /// <summary>What changes something comes from a page of this server; the link alone may be opened from elsewhere.</summary>
    private bool IsOfHere(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        var own = $"http://{Address.Authority}";
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (HttpMethods.IsPost(request.Method))
            return origin == own && site is "" or "same-origin";
        return (origin.Length == 0 || origin == own) && (site is "" or "same-origin" or "none" || IsEntry(request));
    }

    /// <summary>The one question that nobody needs to have entered for.</summary>
    private static bool IsEntry(HttpRequest request) => request.Path == "/enter" && HttpMethods.IsGet(request.Method);

    private async Task Enter(HttpContext http)
    {
        if (session.Enter(http.Request.Query["token"].ToString()) is not { } cookie)
        {
            await Text(
                http,
                StatusCodes.Status401Unauthorized,
                "this link was used already, or is none; the last one that `amigov console` printed holds"
            );
            return;
        }
        http.Response.Cookies.Append(Cookie, cookie, OfCookie);
        // Not by a redirect: a browser that comes from elsewhere would not send a strict cookie with it.
        http.Response.Headers["Refresh"] = $"0; url={session.Root}/";
        await Text(http, StatusCodes.Status200OK, "the console opens");
        Entered?.Invoke(Link);
    }

    private CookieOptions OfCookie =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Path = session.Root,
        };

    private async Task Leave(HttpContext http)
    {
        session.Leave(Cookies(http));
        http.Response.Cookies.Delete(Cookie, OfCookie);
        await Text(
            http,
            StatusCodes.Status200OK,
            "logged out: this browser is let in again by the link that `amigov console` printed last; Ctrl-C there ends the console"
        );
    }

    private static async Task Asset(HttpContext http)
    {
        var (type, name) = http.Request.RouteValues["name"] switch
        {
            "style.css" => ("text/css", "style.css"),
            "page.js" => ("text/javascript", "page.js"),
            "htmx.min.js" => ("text/javascript", "htmx.min.js"),
            _ => ("", ""),
        };
        if (name.Length == 0)
        {
            await Text(http, StatusCodes.Status404NotFound, "there is no such file");
            return;
        }
        http.Response.ContentType = $"{type}; charset=utf-8";
        await http.Response.WriteAsync(PageAssets.Text(name), http.RequestAborted);
    }

    private async Task Show(HttpContext http)
    {
        var values = http.Request.Query.ToDictionary(v => v.Key, v => v.Value.ToString(), StringComparer.Ordinal);
        var request = new PageRequest(PathOf(http), values);
        await Render(http, request, await pages.Show(request, http.RequestAborted));
    }

    /// <summary>As server-sent events (HTML standard, "Server-sent events"): a line of data each, then one of the name `done`.</summary>
    private async Task Progress(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        var cancel = http.RequestAborted;
        try
        {
            await foreach (var text in pages.Progress(cancel))
            {
                await http.Response.WriteAsync($"data: {text.Shown()}\n\n", cancel);
                await http.Response.Body.FlushAsync(cancel);
            }
            await http.Response.WriteAsync("event: done\ndata:\n\n", cancel);
        }
        catch (OperationCanceledException)
        {
            // The browser has gone to another page.
        }
    }

    private static string FirstPart(string path)
    {
        var end = path.IndexOf('/', Math.Min(1, path.Length));
        return end < 0 ? path : path[..end];
    }

    /// <summary>Decoded, and as pages know it.</summary>
    private string PathOf(HttpContext http) =>
        http.Request.Path.Value?[session.Root.Length..] is { Length: > 0 } path ? path : "/";

    private async Task Send(HttpContext http)
    {
        if (await Form(http) is not { } values)
            return;
        if (!session.IsProof(values.GetValueOrDefault("proof", "")))
        {
            await Text(
                http,
                StatusCodes.Status403Forbidden,
                "this was not sent by a page of the console; nothing was done"
            );
            return;
        }
        var request = new PageRequest(PathOf(http), values);
        if (request.Path == ConsoleView.LogOut)
            await Leave(http);
        else
            await Render(http, request, await pages.Send(request, http.RequestAborted));
    }

    /// <summary>Null with an answer where there is none that can be read.</summary>
    private static async Task<Dictionary<string, string>?> Form(HttpContext http)
    {
        try
        {
            if (MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) && type.MediaType == FormType)
            {
                var form = await http.Request.ReadFormAsync(
                    new FormOptions { BufferBody = false },
                    http.RequestAborted
                );
                return form.ToDictionary(v => v.Key, v => v.Value[0] ?? "", StringComparer.Ordinal);
            }
        }
        catch (Exception e) when (IsOfForm(e))
        {
            // Answered below: too much, no form, or in no encoding that there is.
        }
        await Text(http, StatusCodes.Status400BadRequest, "a form of at most 1 MB is expected here");
        return null;
    }

    private static bool IsOfForm(Exception raised) =>
        raised
            is InvalidDataException
                or BadHttpRequestException
                or IOException
                or NotSupportedException
                or ArgumentException;

    private async Task Render(HttpContext http, PageRequest request, Page? page)
    {
        if (page is null)
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        var windowed = (page ?? NoPage(request)).Windowed(request).Proven(session.Proof);
        var shown = new Relocation(session.Root).Of(windowed);
        http.Response.ContentType = "text/html; charset=utf-8";
        await using var text = new StringWriter { NewLine = "\n" };
        using var slice = ConsolePage.Create(
            new ConsoleView(shown, pages.Places, request.Path, session.Root, session.Proof)
        );
        await slice.RenderAsync(text);
        await http.Response.WriteAsync(text.ToString(), http.RequestAborted);
    }

    private static Page NoPage(PageRequest request) =>
        new("No such page")
        {
            Sections =
            [
                new Section("missing", "Nothing here")
                {
                    Blocks =
                    [
                        new Nothing(
                            new Cell($"There is nothing at {request.Path}. The overview leads everywhere.", Link: "/")
                        ),
                    ],
                },
            ],
        };

    private static async Task Text(HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.WriteAsync($"{text}\n", http.RequestAborted);
    }
}
