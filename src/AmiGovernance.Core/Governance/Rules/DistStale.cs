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

    /// <summary>One finding, for it has one cause: the places and what differs stand in it.</summary>
    private static void Check(DistRuleInput input, DiagnosticBag bag)
    {
        var files = Differing(input);
        if (files.Count == 0)
            return;
        string[] notes = [.. files.SelectMany(f => Statements(input, f.Expected.Path)).Distinct(), .. Owners(input)];
        var which = files.Count == 1 ? "the file is" : $"{files.Count} files are";
        var told = notes.Length == 0 ? "" : $": {string.Join(", ", notes)}";
        bag.Report(
            Rule.Descriptor,
            FirstDifference(files[0].Found, files[0].Expected),
            $"{which} not what the configuration generates{told}",
            "run `amigov generate` and commit the result; generated files are not edited by hand",
            related: [.. files.Skip(1).Select(f => new RelatedLocation(FirstDifference(f.Found, f.Expected), "and"))]
        );
    }

    private static List<(SourceText Found, GeneratedFile Expected)> Differing(DistRuleInput input) =>
        [
            .. input
                .Expected.Files.Where(f =>
                    input.Dist.Files.TryGetValue(f.Path, out var found) && !found.HasBytes(f.Bytes)
                )
                .Select(f => (input.Dist.Files[f.Path], f)),
        ];

    private static IEnumerable<string> Owners(DistRuleInput input)
    {
        if (input.Dist.Declarative is null)
            yield break;
        var expected = input
            .Expected.Declarative.Criteria.SelectMany(c => c.Providers)
            .ToHashSet(StringComparer.Ordinal);
        var found = input.Dist.DeclarativeProviders;
        List<string> extra = [.. found.Where(p => !expected.Contains(p))];
        List<string> missing = [.. expected.Where(p => !found.Contains(p)).Order(StringComparer.Ordinal)];
        if (extra.Count + missing.Count > 0)
            yield return AllowlistsDiffer.Describe(("not allowed any more", extra), ("not allowed yet", missing));
    }

    private static SourceLocation FirstDifference(SourceText found, GeneratedFile expected)
    {
        var at = found.Bytes.Span.CommonPrefixLength(expected.Bytes.Span);
        return new SourceLocation(found, new TextSpan(Math.Min(at, found.Bytes.Length), 0));
    }

    /// <summary>The statements that differ, by name.</summary>
    private static IEnumerable<string> Statements(DistRuleInput input, string path)
    {
        if (!path.StartsWith("scp-", StringComparison.Ordinal))
            return [];
        var expected = ByName(input.Expected.ServiceControlPolicies.SelectMany(p => p.Statements));
        var found = ByName(input.Dist.Statements);
        return expected
            .Where(s => !found.ContainsKey(s.Key))
            .Select(s => $"`{s.Key}` missing")
            .Concat(found.Where(s => !expected.ContainsKey(s.Key)).Select(s => $"`{s.Key}` too many"))
            .Concat(
                expected
                    .Where(s => found.TryGetValue(s.Key, out var other) && other != s.Value)
                    .Select(s => $"`{s.Key}` differs")
            )
            .Order(StringComparer.Ordinal);
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
