using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// A file in `dist/` is not what the configuration gives today: edited by hand, not generated again, or overtaken by a date.
/// </summary>
internal static class DistStale
{
    public static readonly DistRule Rule = new(
        new DiagnosticDescriptor("AMI0402", Severity.Error, "generated file edited or stale"),
        Check
    );

    private static void Check(DistRuleInput input, DiagnosticBag bag)
    {
        foreach (var file in input.Expected.Files)
        {
            if (!input.Dist.Files.TryGetValue(file.Path, out var found) || found.HasBytes(file.Bytes))
                continue;
            bag.Report(
                Rule.Descriptor,
                FirstDifference(found, file),
                $"the file is not what the configuration gives today{Statements(input, file.Path)}",
                "do not edit generated files: change the configuration, run `amigov generate` and commit the result"
            );
        }
    }

    private static SourceLocation FirstDifference(SourceText found, GeneratedFile expected)
    {
        var at = found.Bytes.Span.CommonPrefixLength(expected.Bytes.Span);
        return new SourceLocation(found, new TextSpan(Math.Min(at, found.Bytes.Length), 0));
    }

    /// <summary>The statements that differ, by name.</summary>
    private static string Statements(DistRuleInput input, string path)
    {
        if (!path.StartsWith("scp-", StringComparison.Ordinal))
            return "";
        var expected = ByName(input.Expected.ServiceControlPolicies.SelectMany(p => p.Statements));
        var found = ByName(input.Dist.Statements);
        var notes = expected
            .Where(s => !found.ContainsKey(s.Key))
            .Select(s => $"`{s.Key}` missing")
            .Concat(found.Where(s => !expected.ContainsKey(s.Key)).Select(s => $"`{s.Key}` too many"))
            .Concat(
                expected
                    .Where(s => found.TryGetValue(s.Key, out var other) && other != s.Value)
                    .Select(s => $"`{s.Key}` differs")
            )
            .Order(StringComparer.Ordinal)
            .ToList();
        return notes.Count == 0 ? "" : $": {string.Join(", ", notes)}";
    }

    private static Dictionary<string, string> ByName(IEnumerable<Statement> statements) =>
        statements
            .GroupBy(s => s.Sid ?? "", StringComparer.Ordinal)
            .ToDictionary(
                g => g.Key,
                g => JsonText.ToText(PolicyWriter.Minified(new PolicyDocument([.. g]))),
                StringComparer.Ordinal
            );
}
