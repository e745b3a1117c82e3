using System.Globalization;
using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.Protocols;

/// <summary>One page of a describe call of EC2.</summary>
/// <param name="NextToken">Null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextToken);

public static class Page
{
    /// <summary>Without `MaxResults` AWS answers with everything, or with the largest page of the call.</summary>
    public static Page<T> Of<T>(QueryInput input, IEnumerable<T> items, int smallest, int largest)
    {
        var token = input.Text("NextToken");
        var start = 0;
        if (token is { Length: > 0 } && !int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out start))
            throw new SandboxException("InvalidNextToken", "The specified token is not valid.");
        if (input.Number("MaxResults") is { } asked && (asked < smallest || asked > largest))
            throw new SandboxException("InvalidParameterValue", $"Value ( {asked} ) for parameter maxResults is invalid. Expecting a value between {smallest} and {largest}.");
        var size = input.Number("MaxResults") ?? int.MaxValue - 1;
        var rest = items.Skip(start).Take(size == int.MaxValue - 1 ? size : size + 1).ToList();
        return rest.Count > size ? new Page<T>(rest.GetRange(0, size), (start + size).ToString(CultureInfo.InvariantCulture)) : new Page<T>(rest, null);
    }
}
