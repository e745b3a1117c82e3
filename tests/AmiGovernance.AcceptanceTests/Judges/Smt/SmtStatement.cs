using System.Text.Json;

namespace AmiGovernance.AcceptanceTests.Judges.Smt;

/// <summary>
/// A statement of a service control policy, read from its JSON by the grammar of the IAM user guide ("Grammar of the IAM JSON policy
/// language"): one value or a list of them everywhere, actions and condition keys without regard to case.
/// </summary>
internal sealed record SmtStatement(
    string? Sid,
    bool IsDeny,
    string[] Actions,
    bool ActionsExcluded,
    string[] Resources,
    bool ResourcesExcluded,
    SmtCondition[] Conditions
)
{
    public static SmtStatement[] ReadAll(string document)
    {
        using var json = JsonDocument.Parse(document);
        var hasVariables =
            json.RootElement.TryGetProperty("Version", out var version) && version.GetString() == "2012-10-17";
        var statements = json.RootElement.GetProperty("Statement");
        return statements.ValueKind == JsonValueKind.Array
            ? [.. statements.EnumerateArray().Select(s => Read(s, hasVariables))]
            : [Read(statements, hasVariables)];
    }

    private static SmtStatement Read(JsonElement json, bool hasVariables)
    {
        var noActions = json.TryGetProperty("NotAction", out var notAction);
        var noResources = json.TryGetProperty("NotResource", out var notResource);
        return new SmtStatement(
            json.TryGetProperty("Sid", out var sid) ? sid.GetString() : null,
            json.GetProperty("Effect").GetString() == "Deny",
            Values(noActions ? notAction : json.GetProperty("Action")),
            noActions,
            Values(noResources ? notResource : json.GetProperty("Resource")),
            noResources,
            json.TryGetProperty("Condition", out var conditions) ? [.. ReadConditions(conditions, hasVariables)] : []
        );
    }

    private static IEnumerable<SmtCondition> ReadConditions(JsonElement json, bool hasVariables) =>
        json.EnumerateObject()
            .SelectMany(o => o.Value.EnumerateObject(), (o, k) => (o.Name, Key: k))
            .Select(c => new SmtCondition(c.Name, c.Key.Name.ToLowerInvariant(), Values(c.Key.Value), hasVariables));

    private static string[] Values(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray().Select(Value)] : [Value(json)];

    private static string Value(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? json.GetString() ?? "" : json.GetRawText();

    public bool Covers(string action) =>
        Actions.Any(a => Smt.IsLike(action.ToLowerInvariant(), a.ToLowerInvariant())) != ActionsExcluded;

    /// <summary>When the statement matches a call on one of its resources.</summary>
    public string Matches(SmtRequest request, string action, SmtResource resource)
    {
        if (!Covers(action))
            return Smt.False;
        if (Resources.Any(r => r.Contains("${", StringComparison.Ordinal)))
            throw new NoFormulaException("a policy variable in a resource");
        if (!known.TryGetValue(resource, out var answer))
        {
            var asked = new SmtRequest();
            known[resource] = answer = (Matches(asked, resource), asked);
        }
        request.Include(answer.Request);
        return answer.Formula;
    }

    private readonly Dictionary<SmtResource, (string Formula, SmtRequest Request)> known = new(
        ReferenceEqualityComparer.Instance
    );

    private string Matches(SmtRequest request, SmtResource resource)
    {
        var covered = Smt.Or(Resources.Select(resource.Like));
        var onResource = ResourcesExcluded ? Smt.Not(covered) : covered;
        return onResource == Smt.False
            ? Smt.False
            : Smt.And(Conditions.Select(c => c.Holds(request, resource)).Prepend(onResource));
    }
}
