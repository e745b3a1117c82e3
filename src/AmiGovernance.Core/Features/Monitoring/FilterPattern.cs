using System.Text.RegularExpressions;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>
/// Filter patterns of CloudWatch Logs for CloudTrail's events (CloudWatch Logs user guide, "Filter pattern syntax"), from the same
/// tables that the reader of trail files decides by.
/// </summary>
internal static class FilterPattern
{
    /// <summary>In characters (CloudWatch Logs API reference, PutMetricFilter).</summary>
    public const int Longest = 1024;

    public const string Succeeded = "($.errorCode NOT EXISTS)";

    public static string Calls(params CallKind[] kinds) =>
        Any(
            from call in Watched(kinds)
            group call.Name by call.Source into calls
            select $"(($.eventSource = \"{calls.Key}\") && {Any(calls.Select(name => Is("eventName", name)))})"
        );

    /// <summary>Metrics and queries count calls of EC2, and not what other services check on its behalf.</summary>
    public static IEnumerable<WatchedCall> Watched(CallKind[] kinds) =>
        WatchedCalls.All.Where(call => kinds.Contains(call.Kind) && !call.IsLaunchCheck);

    public static string All(params string[] conditions) => $"{{ {string.Join(" && ", conditions)} }}";

    /// <summary>
    /// What `trail scan` counts as denied by a policy: by the code, with CloudTrail's prefixes, or by the text of a guardrail that is
    /// no policy.
    /// </summary>
    public static string Denied =>
        Any(
            ByCode(CallOutcome.PolicyDenial)
                .Concat(CallOutcomes.ByText.Where(t => t.Guardrail.Length > 0).Select(t => Holds(t.Text)))
        );

    /// <summary>The same for Logs Insights (CloudWatch Logs user guide, "Logs Insights QL", `filter` and `like`).</summary>
    public static string DeniedInQuery
    {
        get
        {
            var codes = Patterns(CallOutcome.PolicyDenial).Select(c => c.Trim('*')).Distinct();
            var texts = CallOutcomes.ByText.Where(t => t.Guardrail.Length > 0).Select(t => t.Text).Distinct();
            return $"(errorCode like /{Regexes(codes)}/ or errorMessage like /{Regexes(texts)}/)";
        }
    }

    private static string Regexes(IEnumerable<string> texts) =>
        string.Join('|', texts.Select(t => Regex.Escape(t).Replace("\\ ", " ", StringComparison.Ordinal)));

    /// <summary>Codes of another outcome that a pattern of this one would take are left out, as the first that matches counts.</summary>
    public static string Outcome(CallOutcome outcome)
    {
        var counted = Any(
            ByCode(outcome)
                .Concat(
                    CallOutcomes
                        .ByText.Where(t => t.Outcome == outcome && IsCodeOpen(t.Text))
                        .Select(t => Holds(t.Text))
                )
        );
        var others = CallOutcomes
            .ByCode.Where(o =>
                o.Outcome != outcome && Patterns(outcome).Any(c => c != o.Code && Wildcard.Matches(c, o.Code))
            )
            .SelectMany(o => Codes(o.Code))
            .Select(code => IsNot("errorCode", code))
            .ToList();
        return others.Count == 0 ? counted : $"({counted} && {string.Join(" && ", others)})";
    }

    /// <summary>Of the texts, the one whose code stands for other failures too.</summary>
    private static bool IsCodeOpen(string text) => text == CallOutcomes.NotShared;

    private static string Holds(string text) => Is("errorMessage", $"*{text}*");

    /// <summary>A code that another pattern of the same outcome stands for is left out: filters are short.</summary>
    private static IEnumerable<string> ByCode(CallOutcome outcome) =>
        Patterns(outcome).SelectMany(Codes).Select(code => Is("errorCode", code));

    private static IEnumerable<string> Patterns(CallOutcome outcome) =>
        CallOutcomes
            .ByCode.Where(c => c.Outcome == outcome)
            .Where(c =>
                !CallOutcomes.ByCode.Any(o => o != c && o.Outcome == outcome && Wildcard.Matches(o.Code, c.Code))
            )
            .Select(c => c.Code);

    public static string Is(string selector, string value) => $"($.{selector} = \"{value}\")";

    public static string IsNot(string selector, string value) => $"($.{selector} != \"{value}\")";

    private static IEnumerable<string> Codes(string pattern) =>
        pattern[0] == '*' ? [pattern] : [pattern, $"Client.{pattern}", $"Server.{pattern}"];

    private static string Any(IEnumerable<string> conditions)
    {
        var all = conditions.ToList();
        return all.Count == 1 ? all[0] : $"({string.Join(" || ", all)})";
    }
}
