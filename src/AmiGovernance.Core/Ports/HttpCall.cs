using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports;

/// <param name="Body">JSON in UTF-8; null for none.</param>
public sealed record HttpCall(
    string Method,
    Uri Url,
    ImmutableArray<(string Name, string Value)> Headers,
    ReadOnlyMemory<byte>? Body
)
{
    /// <summary>How long an answer is waited for; null for as long as is usual.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>For messages: without what stands in the query, which may be secret.</summary>
    public string Name => $"{Method} {Url.GetLeftPart(UriPartial.Path)}";
}

public sealed record HttpAnswer(int Status, ReadOnlyMemory<byte> Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Whether it is a page with another one after it: a `Link` header names the next (RFC 8288).</summary>
    public bool HasNext { get; init; }
}
