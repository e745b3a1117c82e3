using System.Text;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// Whether `dist/` has the form that the configuration generates, with other owners and dates in it: somebody changed the configuration and
/// did not generate. What was edited by hand has another form.
/// </summary>
internal static partial class OtherOwners
{
    public static bool Are(DistRuleInput input)
    {
        var isStale = input.Expected.Files.Any(f =>
            input.Dist.Files.TryGetValue(f.Path, out var found) && !found.HasBytes(f.Bytes)
        );
        return isStale
            && Forms(input.Dist.Statements)
                .SetEquals(Forms(input.Expected.ServiceControlPolicies.SelectMany(p => p.Statements)))
            && input.Expected.Files.Where(f => !IsScp(f.Path)).All(f => HasForm(input, f));
    }

    private static bool IsScp(string path) => path.StartsWith("scp-", StringComparison.Ordinal);

    private static bool HasForm(DistRuleInput input, GeneratedFile expected) =>
        input.Dist.Files.TryGetValue(expected.Path, out var found) && Form(found.Bytes) == Form(expected.Bytes);

    /// <summary>Statements that end exceptions come and go with these.</summary>
    private static HashSet<string> Forms(IEnumerable<Statement> statements) =>
        statements
            .Where(s => !Dated().IsMatch(s.Sid ?? ""))
            .Select(s => Form(Encoding.UTF8.GetBytes(JsonText.ToText(PolicyWriter.Minified(new PolicyDocument([s]))))))
            .ToHashSet(StringComparer.Ordinal);

    private static string Form(ReadOnlyMemory<byte> bytes) =>
        Between().Replace(Owner().Replace(Encoding.UTF8.GetString(bytes.Span), ""), "");

    [GeneratedRegex("From[0-9]{8}$")]
    private static partial Regex Dated();

    [GeneratedRegex("\"([0-9]{12}|amazon|aws-marketplace|aws-backup-vault|[0-9]{4}-[0-9]{2}-[0-9]{2}T[^\"]*)\"")]
    private static partial Regex Owner();

    [GeneratedRegex(@"[\s,]")]
    private static partial Regex Between();
}
