using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AmiGovernance.Sandbox.Calls;

/// <summary>One page of a list.</summary>
/// <param name="NextToken">Null on the last page.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? NextToken);

/// <summary>How a call names and limits its pages.</summary>
/// <param name="Default">Without a wish of the caller; EC2 has no limit then.</param>
internal sealed record Paging(int Smallest, int Largest, int Default)
{
    /// <summary>Organizations API reference: `MaxResults` is 1 to 20.</summary>
    public static readonly Paging Organizations = new(1, 20, 20);

    public static readonly Paging Ec2 = new(5, 1000, int.MaxValue);

    public string Token { get; init; } = "NextToken";

    public string Size { get; init; } = "MaxResults";

    /// <summary>Of a list that grows at its beginning while it is read: the next page begins after the last item of this one.</summary>
    /// <param name="keyOf">Tells items apart.</param>
    public Page<T> After<T>(SandboxCall call, IEnumerable<T> items, Func<T, string> keyOf)
    {
        var last = Place(call);
        var left = last.Length == 0 ? items : items.SkipWhile(i => keyOf(i) != last).Skip(1);
        return Cut(call, left, SizeOf(call), page => keyOf(page[^1]));
    }

    public Page<T> Of<T>(SandboxCall call, IEnumerable<T> items)
    {
        var start = Start(call);
        var size = SizeOf(call);
        if (items is IReadOnlyList<T> list && size >= list.Count && start == 0)
            return new Page<T>(list, null);
        return Cut(call, items.Skip(start), size, page => Number(start + page.Count));
    }

    /// <param name="next">Where the page after this one begins.</param>
    private Page<T> Cut<T>(SandboxCall call, IEnumerable<T> items, int size, Func<List<T>, string> next)
    {
        var page = new List<T>();
        foreach (var item in items)
        {
            if (page.Count == size)
                return new Page<T>(page, NextToken(call, next(page)));
            page.Add(item);
        }
        return new Page<T>(page, null);
    }

    private int SizeOf(SandboxCall call)
    {
        var size = new WantedPageSize(call.Input.Number(Size) ?? Default, this);
        return size.IsAllowed ? size.Wanted : throw ServiceErrors.Of(call.Service).InvalidPageSize(size);
    }

    /// <summary>A token is good for the operation that gave it out, asked for the same.</summary>
    private string NextToken(SandboxCall call, string place) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{call.Operation}/{Asked(call)}/{place}"));

    private int Start(SandboxCall call)
    {
        var place = Place(call);
        if (place.Length == 0)
            return 0;
        return int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? start
            : throw ServiceErrors.Of(call.Service).InvalidPageToken();
    }

    /// <summary>Where the page begins; empty for the first.</summary>
    private string Place(SandboxCall call)
    {
        if (call.Input.Text(Token) is not { Length: > 0 } token)
            return "";
        var bytes = new byte[token.Length];
        if (
            Convert.TryFromBase64String(token, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split('/') is [var operation, var asked, var place]
            && operation == call.Operation
            && asked == Asked(call)
            && place.Length > 0
        )
            return place;
        throw ServiceErrors.Of(call.Service).InvalidPageToken();
    }

    private string Asked(SandboxCall call)
    {
        var parameters = call
            .Input.Copy()
            .Where(p => p.Key != Token && p.Key != Size)
            .OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => $"{p.Key}={p.Value?.ToJsonString()}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parameters)));
        return Convert.ToHexStringLower(hash.AsSpan(0, 8));
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>How many items a caller wants on a page.</summary>
internal readonly record struct WantedPageSize(int Wanted, Paging Paging)
{
    public bool IsTooSmall => Wanted < Paging.Smallest;

    public bool IsAllowed => Wanted == Paging.Default || (!IsTooSmall && Wanted <= Paging.Largest);
}
