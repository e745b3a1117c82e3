using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.CodeHosts;

/// <summary>
/// Where the repository is shared: the calls that the flow of exceptions makes there. Calls throw <see cref="CodeHostException"/> when
/// the host refuses, and <see cref="HttpFailureException"/> when it does not answer.
/// </summary>
/// <param name="api">The root of the API, without a slash at the end.</param>
/// <param name="web">The root of the pages, without a slash at the end.</param>
/// <param name="project">Such as `cloud/ami-governance`.</param>
/// <param name="token">Empty when there is none.</param>
public abstract class CodeHost(IHttp http, string api, string web, string project, string token)
{
    private const int PageSize = 100;

    private const int MostPages = 50;

    /// <summary>Whoever looks waits for it.</summary>
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(10);

    /// <summary>As people call it.</summary>
    public abstract string Name { get; }

    /// <summary>The environment variable that holds the token.</summary>
    public abstract string TokenVariable { get; }

    /// <summary>A token is never sent in the clear, except on this machine.</summary>
    public bool HasToken
    {
        get
        {
            var root = new Uri(ApiRoot);
            return Token.Length > 0 && (root.Scheme == Uri.UriSchemeHttps || root.IsLoopback);
        }
    }

    protected string ApiRoot { get; } = api;

    protected string Project { get; } = project;

    protected string Web { get; } = web;

    protected string Token { get; } = token;

    protected abstract ImmutableArray<(string Name, string Value)> Headers { get; }

    /// <summary>Opens a merge request, or finds the one that is open.</summary>
    /// <param name="text">What it says.</param>
    /// <param name="cancel">Throws <see cref="OperationCanceledException"/>.</param>
    public abstract Task<OpenedMergeRequest> Open(MergeRequestText text, CancellationToken cancel);

    /// <summary>Writes a comment to an issue.</summary>
    /// <param name="issue">Its number in the project.</param>
    /// <param name="text">Markdown.</param>
    /// <param name="cancel">Throws <see cref="OperationCanceledException"/>.</param>
    public abstract Task Comment(string issue, string text, CancellationToken cancel);

    /// <summary>
    /// Writes the comment, or brings the one that this token wrote before to its text. Whoever can comment can copy the marker: a comment
    /// of somebody else is never changed.
    /// </summary>
    /// <returns>Whether it was there.</returns>
    public async Task<bool> Keep(StandingComment comment, CancellationToken cancel)
    {
        var self = await Author(cancel);
        var list = CommentsOf(comment.Number);
        var before = (await All(list, (_, _) => false, cancel)).FirstOrDefault(c =>
            AuthorOf(c) == self && HostAnswer.Text(c, "body").StartsWith(comment.Marker, StringComparison.Ordinal)
        );

        if (before is null)
            await Demand("POST", list, body => body.WriteString("body", comment.Body), cancel);
        else
            await Change(comment, HostAnswer.Number(before, "id"), cancel);
        return before is not null;
    }

    /// <summary>Where the comments of a merge request are listed, and new ones are written.</summary>
    /// <param name="number">Of the merge request.</param>
    protected abstract string CommentsOf(string number);

    /// <summary>Gives a comment another text.</summary>
    /// <param name="comment">What it says from now on.</param>
    /// <param name="id">Of the comment on the host.</param>
    /// <param name="cancel">Throws <see cref="OperationCanceledException"/>.</param>
    protected abstract Task Change(StandingComment comment, string id, CancellationToken cancel);

    /// <summary>As whom this token writes.</summary>
    protected abstract Task<string> Author(CancellationToken cancel);

    /// <summary>Who wrote a comment.</summary>
    protected abstract string AuthorOf(JsonNode comment);

    /// <summary>The merge requests that brought a commit to a branch, or are open to bring it, with their approvals.</summary>
    /// <param name="commit">Its id.</param>
    /// <param name="target">The branch.</param>
    /// <param name="cancel">Throws <see cref="OperationCanceledException"/>.</param>
    public abstract Task<ImmutableArray<ApprovedMerge>> Approvals(
        string commit,
        string target,
        CancellationToken cancel
    );

    /// <summary>The page on which a person opens it.</summary>
    public abstract string Page(MergeRequestText text);

    /// <summary>The command that opens it.</summary>
    public abstract ShellText Command(MergeRequestText text);

    /// <summary>The parsed answer; null for an empty one.</summary>
    /// <param name="body">Writes the members of an object; null for a call without a body.</param>
    protected async Task<(int Status, JsonNode? Body)> Call(
        string method,
        string path,
        Action<Utf8JsonWriter>? body,
        CancellationToken cancel
    )
    {
        var answer = await http.Send(new HttpCall(method, new Uri(ApiRoot + path), Headers, Bytes(body)), cancel);
        return (answer.Status, Parsed(answer));
    }

    /// <summary>
    /// The items of all pages. Both hosts take `page` and `per_page` of at most 100, and name the next page in a `Link` header
    /// (docs.github.com, "Using pagination in the REST API"; docs.gitlab.com, "REST API", "Pagination").
    /// </summary>
    /// <param name="path">Without a query.</param>
    /// <param name="isNone">Whether a refusal says that there is nothing to list.</param>
    protected async Task<ImmutableArray<JsonNode>> All(
        string path,
        Func<int, JsonNode?, bool> isNone,
        CancellationToken cancel
    )
    {
        var items = ImmutableArray.CreateBuilder<JsonNode>();
        for (var page = 1; page <= MostPages; page++)
        {
            var url = new Uri(
                string.Create(CultureInfo.InvariantCulture, $"{ApiRoot}{path}?per_page={PageSize}&page={page}")
            );
            var answer = await http.Send(new HttpCall("GET", url, Headers, null) { Limit = ReadLimit }, cancel);
            var body = Parsed(answer);
            if (!answer.IsSuccess && isNone(answer.Status, body))
                return [];
            if (!answer.IsSuccess)
                throw Refused(answer.Status, body, "read");
            if (body is not JsonArray list)
                throw new CodeHostException($"{Name} answers {path} with something else than a list");
            items.AddRange(list.Items);
            // A page that is full may have one after it, whatever a proxy made of the headers.
            if (!answer.HasNext && list.Items.Count < PageSize)
                return items.ToImmutable();
        }
        throw new CodeHostException($"{Name} answers {path} with more than {MostPages} pages");
    }

    private static JsonNode? Parsed(HttpAnswer answer)
    {
        if (answer.Body.IsEmpty)
            return null;
        // An answer that is no JSON says nothing: its status does.
        return Reading.Of(bag => JsonParser.Parse(new SourceText("answer", answer.Body), bag)).Value?.Root;
    }

    /// <summary>The same, when anything but success is a failure.</summary>
    protected async Task<JsonNode?> Demand(
        string method,
        string path,
        Action<Utf8JsonWriter>? body,
        CancellationToken cancel
    )
    {
        var (status, node) = await Call(method, path, body, cancel);
        return status is >= 200 and < 300 ? node : throw Refused(status, node);
    }

    /// <summary>What one call reads.</summary>
    protected async Task<JsonNode?> Read(string path, CancellationToken cancel)
    {
        var (status, node) = await Call("GET", path, null, cancel);
        return status is >= 200 and < 300 ? node : throw Refused(status, node, "read");
    }

    /// <param name="right">What the token must be able to do.</param>
    protected CodeHostException Refused(int status, JsonNode? body, string right = "write")
    {
        var isOfToken = status is 401 or 403 && !HostAnswer.IsRateLimit(body);
        var hint = isOfToken ? $" (is the token in {TokenVariable} valid, and may it {right}?)" : "";
        return new CodeHostException($"{Name} answers {status}: {HostAnswer.Reason(body)}{hint}");
    }

    /// <summary>
    /// Gives a merge request that is open the title and the text of this change: what reviewers read is what the branch holds.
    /// </summary>
    protected async Task Rewrite(
        string page,
        string method,
        string path,
        Action<Utf8JsonWriter> body,
        CancellationToken cancel
    )
    {
        var (status, answer) = await Call(method, path, body, cancel);
        if (status is < 200 or >= 300)
            throw new CodeHostException(
                $"{page} is open, and keeps its old title and text: {Refused(status, answer).Message}"
            );
    }

    /// <summary>Options of a command line, one for each reviewer.</summary>
    protected static ShellText ReviewerOptions(MergeRequestText text) =>
        ShellText.Concat(text.Reviewers.Select(r => ShellText.Of($" --reviewer {r}")));

    private static ReadOnlyMemory<byte>? Bytes(Action<Utf8JsonWriter>? body)
    {
        if (body is null)
            return null;
        return JsonText.Write(
            indented: false,
            writer =>
            {
                writer.WriteStartObject();
                body(writer);
                writer.WriteEndObject();
            }
        );
    }
}
