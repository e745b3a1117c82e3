using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Ports.Calibration;

namespace AmiGovernance.Core.Features.Calibration;

/// <summary>What is known in a scene: values by their names, and the answers to its calls by theirs.</summary>
internal sealed class Answers(ImmutableDictionary<string, string> known)
{
    private readonly Dictionary<string, ServiceAnswer> answers = new(StringComparer.Ordinal);
    private ImmutableDictionary<string, string> known = known;

    /// <summary>Puts what is known in the place of `{NAME}`; what is not known stays.</summary>
    public string Fill(string text) =>
        known.Aggregate(text, (filled, k) => filled.Replace($"{{{k.Key}}}", k.Value, StringComparison.Ordinal));

    public ServiceCall CallOf(CallStep step)
    {
        var (service, operation) = step.Call.Split(':') is [var s, var o] ? (s, o) : ("", step.Call);
        var parameters = step.With.ToImmutableSortedDictionary(
            p => p.Key,
            p => p.Key == "Content" ? Content(p.Value, step) : Fill(p.Value),
            StringComparer.Ordinal
        );
        return new ServiceCall(service, operation, parameters);
    }

    private string Content(string text, CallStep step) =>
        Fill(text).Replace("{filler}", new string('x', step.Filler), StringComparison.Ordinal).PadRight(step.Pad);

    public void Add(CallStep step, ServiceAnswer answer)
    {
        answers[step.Name] = answer;
        foreach (var (name, path) in step.Keep)
            known = known.SetItem(name, answer[path]);
    }

    public bool Hold(ImmutableSortedDictionary<string, ValueTest> tests) =>
        tests.All(test => Values(test.Key).Any(value => test.Value.Holds(value, Fill)));

    /// <summary>None of a call that was not made; an empty one where an answer has no such value.</summary>
    /// <param name="subject">See <see cref="PossibleAnswer.When"/>.</param>
    private IEnumerable<string> Values(string subject)
    {
        var (call, path) = subject.Split(':', 2) is [var c, var p] ? (c, p) : (subject, "");
        if (!answers.TryGetValue(call, out var answer))
            return [];
        return path switch
        {
            "code" => [answer.Code],
            "message" => [answer.Message],
            _ when path.Contains('*', StringComparison.Ordinal) => answer
                .Values.Where(v => IsMatch(path, v.Key))
                .Select(v => v.Value),
            _ => [answer[path]],
        };
    }

    internal static bool IsMatch(string pattern, string path) =>
        Regex.IsMatch(path, $"^{Regex.Escape(pattern).Replace("\\*", "[0-9]+", StringComparison.Ordinal)}$");
}
