using System.Collections.Immutable;

namespace AmiGovernance.Core.Policies.Iam.Evaluation;

/// <summary>
/// One authorization question: may this action be done on this resource? A call that touches several resources asks once
/// for each. Reused for many questions by changing its parts; not for use by several threads at once.
/// </summary>
public sealed class RequestContext
{
    /// <summary>Of a launch whose image is known.</summary>
    private const int Usual = 12;

    private readonly List<(ConditionKey Key, ImmutableArray<string> Values)> values = new(Usual);

    /// <summary>Such as `ec2:RunInstances`, compared ignoring case.</summary>
    public string Action { get; set; } = "";

    /// <summary>An ARN, or `*` for actions without a resource.</summary>
    public string Resource { get; set; } = "*";

    public IEnumerable<(ConditionKey Key, ImmutableArray<string> Values)> Values => values;

    /// <summary>Sets a key; several values make it multivalued.</summary>
    public RequestContext Set(string key, params ImmutableArray<string> keyValues) =>
        Set(ConditionKey.Of(key), keyValues);

    public RequestContext Set(ConditionKey key, ImmutableArray<string> keyValues)
    {
        for (var i = 0; i < values.Count; i++)
            if (values[i].Key == key)
            {
                values[i] = (key, keyValues);
                return this;
            }
        values.Add((key, keyValues));
        return this;
    }

    /// <summary>False when the request does not carry the key.</summary>
    public bool TryGet(ConditionKey key, out ImmutableArray<string> found)
    {
        foreach (var (known, keyValues) in values)
            if (known == key)
            {
                found = keyValues;
                return true;
            }
        found = [];
        return false;
    }
}
