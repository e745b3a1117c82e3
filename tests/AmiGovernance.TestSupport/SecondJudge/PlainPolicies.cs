using System.Collections.Concurrent;
using System.Text.Json;

namespace AmiGovernance.TestSupport.SecondJudge;

/// <summary>
/// What policies make of a request, written from the IAM user guide as plainly as possible and from the JSON texts: nothing is shared with
/// the product. "Policy evaluation logic": an explicit deny in any policy wins; "SCP evaluation": every level from the root down to the
/// account must allow.
/// </summary>
internal static class PlainPolicies
{
    public const string Allowed = "Allowed";
    public const string ExplicitlyDenied = "ExplicitlyDenied";
    public const string ImplicitlyDenied = "ImplicitlyDenied";

    private static readonly string[] Members =
    [
        "Sid",
        "Effect",
        "Principal",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Condition",
    ];

    private static readonly ConcurrentDictionary<string, JsonElement> Documents = new(StringComparer.Ordinal);

    /// <param name="levels">The service control policies of each level; null where they do not reach the caller.</param>
    /// <param name="identity">Null for a caller whom nothing else holds back.</param>
    public static string Decide(IEnumerable<IEnumerable<string>>? levels, string? identity, PlainRequest request)
    {
        var scps = (levels ?? []).Select(level => level.ToList()).ToList();
        List<string> own = identity is null ? [] : [identity];
        if (scps.Append(own).Any(policies => Have(policies, "Deny", request)))
            return ExplicitlyDenied;
        var isAllowed =
            scps.TrueForAll(level => Have(level, "Allow", request))
            && (identity is null || Have(own, "Allow", request));
        return isAllowed ? Allowed : ImplicitlyDenied;
    }

    /// <summary>Organizations user guide, "Delegated administrator": the resource policy allows what it does not deny.</summary>
    /// <param name="isCaller">Whether a principal of the policy is the caller.</param>
    public static bool Delegates(string policy, Func<string, bool> isCaller, PlainRequest request)
    {
        var own = Statements(policy).Where(s => Names(s, isCaller)).ToList();
        bool Has(string effect) => own.Exists(s => Effect(s) == effect && Matches(s, HasVariables(policy), request));
        return !Has("Deny") && Has("Allow");
    }

    private static bool Have(List<string> policies, string effect, PlainRequest request) =>
        policies.Exists(p => Statements(p).Exists(s => Effect(s) == effect && Matches(s, HasVariables(p), request)));

    private static JsonElement Document(string policy) =>
        Documents.GetOrAdd(policy, static text => JsonDocument.Parse(text).RootElement);

    private static List<JsonElement> Statements(string policy)
    {
        var statement = Document(policy).GetProperty("Statement");
        return statement.ValueKind == JsonValueKind.Array ? [.. statement.EnumerateArray()] : [statement];
    }

    /// <summary>IAM user guide, "Version": variables are plain text in documents of the older version.</summary>
    private static bool HasVariables(string policy) =>
        Document(policy).TryGetProperty("Version", out var version) && version.GetString() == "2012-10-17";

    private static string? Effect(JsonElement statement)
    {
        if (statement.EnumerateObject().Select(m => m.Name).FirstOrDefault(m => !Members.Contains(m)) is { } other)
            throw new UndecidableException($"the element {other}");
        return statement.GetProperty("Effect").GetString();
    }

    private static bool Matches(JsonElement statement, bool variables, PlainRequest request)
    {
        var isAction = Texts(statement, "Action", "NotAction").Any(a => Glob.Matches(a, request.Action, anyCase: true));
        if (isAction == Has(statement, "NotAction"))
            return false;
        var isResource = Texts(statement, "Resource", "NotResource")
            .Any(r =>
                Variables.InResource(r, variables, request) is { } pattern && IsResource(pattern, request.Resource)
            );
        if (isResource == Has(statement, "NotResource"))
            return false;
        return !statement.TryGetProperty("Condition", out var condition)
            || condition
                .EnumerateObject()
                .All(test =>
                    test.Value.EnumerateObject().All(key => PlainCondition.Holds(test.Name, key, variables, request))
                );
    }

    private static bool IsResource(string pattern, string resource) =>
        pattern == "*" || Glob.MatchesArn(pattern, resource);

    private static bool Has(JsonElement statement, string name) => statement.TryGetProperty(name, out _);

    private static IEnumerable<string> Texts(JsonElement statement, string name, string negated)
    {
        if (Has(statement, name) == Has(statement, negated))
            throw new UndecidableException($"a statement with both or neither of {name} and {negated}");
        return Texts(statement.GetProperty(Has(statement, name) ? name : negated));
    }

    /// <summary>A text alone, or a list; numbers and booleans may stand without quotes.</summary>
    public static IEnumerable<string> Texts(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number => [value.GetRawText()],
            _ => throw new UndecidableException($"the value {value}"),
        };

    private static bool Names(JsonElement statement, Func<string, bool> isCaller)
    {
        var principal = statement.GetProperty("Principal");
        if (principal.ValueKind == JsonValueKind.String)
            return principal.GetString() == "*";
        return principal.TryGetProperty("AWS", out var accounts) && Texts(accounts).Any(a => a == "*" || isCaller(a));
    }
}
