using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>The filters that a describe call knows, each with the values that it looks at.</summary>
/// <param name="tags">For `tag:KEY`, `tag-key` and `tag-value`.</param>
/// <param name="documented">Patterns of names that AWS knows beside these; null for none.</param>
internal sealed class FilterTable<T>(
    Func<T, ImmutableSortedDictionary<string, string>> tags,
    Dictionary<string, Func<T, IEnumerable<string?>>> values,
    string[]? documented = null
)
{
    private const string TagPrefix = "tag:";

    /// <summary>All filters of a call as one test. Fails on a filter that the call does not know.</summary>
    /// <param name="allowed">For `image-allowed`, which depends on who asks; null for a call without this filter.</param>
    public Func<T, bool> Of(CallInput input, Func<T, bool?>? allowed = null)
    {
        var tests = input.Filters.Select(f => (Values: Values(f.Name, allowed), Wanted: f.Values)).ToList();
        return item => tests.TrueForAll(t => t.Values(item).Any(v => v is not null && IsWanted(v, t.Wanted)));
    }

    private static bool IsWanted(string value, ImmutableArray<string> wanted) =>
        wanted.Any(w => Wildcard.Matches(w, value));

    private Func<T, IEnumerable<string?>> Values(string filter, Func<T, bool?>? allowed)
    {
        if (filter == "tag-key")
            return item => tags(item).Keys;
        if (filter == "tag-value")
            return item => tags(item).Values;
        if (filter.StartsWith(TagPrefix, StringComparison.Ordinal))
            return item => [tags(item).GetValueOrDefault(filter[TagPrefix.Length..])];
        if (filter == "image-allowed" && allowed is not null)
            return item => [Text(allowed(item))];
        return values.GetValueOrDefault(filter) ?? throw Unknown(filter);
    }

    private SandboxException Unknown(string filter) =>
        documented?.Any(name => Wildcard.Matches(name, filter)) == true
            ? SandboxException.NotKnown($"the filter '{filter}'")
            : new SandboxException("InvalidParameterValue", $"The filter '{filter}' is invalid");

    private static string? Text(bool? flag) =>
        flag switch
        {
            true => "true",
            false => "false",
            _ => null,
        };
}
