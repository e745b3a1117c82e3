using System.Globalization;
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

    public Page<T> Of<T>(SandboxCall call, IEnumerable<T> items)
    {
        var start = Start(call);
        var size = new WantedPageSize(call.Input.Number(Size) ?? Default, this);
        if (!size.IsAllowed)
            throw ServiceErrors.Of(call.Service).InvalidPageSize(size);

        if (items is IReadOnlyList<T> list && size.Wanted >= list.Count && start == 0)
            return new Page<T>(list, null);
        var page = new List<T>();
        foreach (var item in items.Skip(start))
        {
            if (page.Count == size.Wanted)
                return new Page<T>(page, NextToken(call, start + size.Wanted));
            page.Add(item);
        }
        return new Page<T>(page, null);
    }

    /// <summary>A token is good for the operation that gave it out.</summary>
    private static string NextToken(SandboxCall call, int start)
    {
        var token = string.Create(CultureInfo.InvariantCulture, $"{call.Operation}/{start}");
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(token));
    }

    private int Start(SandboxCall call)
    {
        if (call.Input.Text(Token) is not { Length: > 0 } token)
            return 0;
        var bytes = new byte[token.Length];
        if (
            Convert.TryFromBase64String(token, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split('/') is [var operation, var number]
            && operation == call.Operation
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
        )
            return start;
        throw ServiceErrors.Of(call.Service).InvalidPageToken();
    }
}

/// <summary>How many items a caller wants on a page.</summary>
internal readonly record struct WantedPageSize(int Wanted, Paging Paging)
{
    public bool IsTooSmall => Wanted < Paging.Smallest;

    public bool IsAllowed => Wanted == Paging.Default || (!IsTooSmall && Wanted <= Paging.Largest);
}
