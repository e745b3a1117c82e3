namespace AmiGovernance.TestSupport.SecondJudge;

/// <summary>A question as policies see it. Keys of the context differ from each other by more than case.</summary>
internal sealed record PlainRequest(string Action, string Resource, IReadOnlyDictionary<string, string[]> Context)
{
    public static PlainRequest Of(
        string action,
        string resource,
        IEnumerable<KeyValuePair<string, string[]>> context
    ) => new(action, resource, new Dictionary<string, string[]>(context, StringComparer.OrdinalIgnoreCase));

    /// <summary>Empty when the request does not carry the key.</summary>
    public string[] Values(string key) => Context.TryGetValue(key, out var values) ? values : [];
}
