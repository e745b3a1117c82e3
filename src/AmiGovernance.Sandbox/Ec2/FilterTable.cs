using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>The filters that a describe call knows, each with the values that it looks at.</summary>
/// <param name="tags">For `tag:KEY`, `tag-key` and `tag-value`.</param>
internal sealed class FilterTable<T>(
    Func<T, ImmutableSortedDictionary<string, string>> tags,
    Dictionary<string, Func<T, IEnumerable<string?>>> values
)
{
    /// <summary>All filters of a call as one test. Fails on a filter that the call does not know.</summary>
    /// <param name="allowed">For `image-allowed`, which depends on who asks; null for a call without this filter.</param>
    public Func<T, bool> Of(CallInput input, Func<T, bool?>? allowed = null)
    {
        var tests = new List<(Func<T, IEnumerable<string?>> Values, ImmutableArray<string> Wanted)>();
        foreach (var (name, wanted) in input.Filters)
        {
            Func<T, IEnumerable<string?>> found = name switch
            {
                "tag-key" => item => tags(item).Keys,
                "tag-value" => item => tags(item).Values,
                "image-allowed" when allowed is not null => item =>
                    [
                        allowed(item) switch
                        {
                            true => "true",
                            false => "false",
                            _ => null,
                        },
                    ],
                _ when name.StartsWith("tag:", StringComparison.Ordinal) => item =>
                    [tags(item).GetValueOrDefault(name[4..])],
                _ => values.GetValueOrDefault(name)
                    ?? throw new SandboxException("InvalidParameterValue", $"The filter '{name}' is invalid"),
            };
            tests.Add((found, wanted));
        }
        return item =>
            tests.TrueForAll(t => t.Values(item).Any(v => v is not null && t.Wanted.Any(w => Wildcard.Matches(w, v))));
    }
}
