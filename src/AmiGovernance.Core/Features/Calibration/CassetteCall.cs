using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Calibration;

namespace AmiGovernance.Core.Features.Calibration;

/// <param name="Purpose">The scene or experiment that it is part of.</param>
/// <param name="Name">Of the step.</param>
/// <param name="Action">Such as `ec2:RunInstances`.</param>
/// <param name="Values">Those that the step or a condition asks for, and no others.</param>
public sealed record CassetteCall(
    string Purpose,
    string Name,
    string Action,
    ImmutableSortedDictionary<string, string> With,
    string Code,
    string Message,
    ImmutableSortedDictionary<string, string> Values
)
{
    internal ServiceAnswer Answer => new(Code, Message, Values);

    internal static CassetteCall Of(MadeCall made, StandIns standIns) =>
        new(
            made.Purpose,
            made.Step.Name,
            made.Call.Action,
            Replaced(made.Call.Parameters, standIns),
            made.Answer.Code,
            standIns.Replace(made.Answer.Message),
            Replaced(Asked(made), standIns)
        );

    private static ImmutableSortedDictionary<string, string> Replaced(
        ImmutableSortedDictionary<string, string> values,
        StandIns standIns
    ) =>
        values.ToImmutableSortedDictionary(
            v => v.Key,
            v => standIns.Replace(v.Value.TrimEnd()),
            StringComparer.Ordinal
        );

    /// <summary>Of a long value, such as a record, only the texts that are asked for and stand in it.</summary>
    private static ImmutableSortedDictionary<string, string> Asked(MadeCall made)
    {
        var tests = Tests(made).ToList();
        var values = made
            .Answer.Values.Select(v =>
                (v.Key, Tests: tests.Where(t => Answers.IsMatch(t.Path, v.Key)).Select(t => t.Test).ToList(), v.Value)
            )
            .Where(v => v.Tests.Count > 0)
            .Select(v => (v.Key, Value: v.Tests.Exists(t => !t.Is.IsEmpty) ? v.Value : Parts(v.Value, v.Tests, made)));
        return values.ToImmutableSortedDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);
    }

    private static string Parts(string value, IEnumerable<ValueTest> tests, MadeCall made)
    {
        var asked = tests
            .SelectMany(t => t.Contains.Concat(t.Lacks))
            .Select(made.Fill)
            .Distinct(StringComparer.Ordinal);
        return string.Join(" … ", asked.Where(text => value.Contains(text, StringComparison.Ordinal)));
    }

    private static IEnumerable<(string Path, ValueTest Test)> Tests(MadeCall made)
    {
        var conditions = ExperimentFiles
            .All.Where(e => e.Name == made.Purpose)
            .SelectMany(e => e.Answers)
            .SelectMany(a => a.When)
            .Concat(made.Step.Until);
        foreach (var (subject, test) in conditions)
            if (subject.Split(':', 2) is [var call, var path] && call == made.Step.Name)
                yield return (path, test);
    }
}
