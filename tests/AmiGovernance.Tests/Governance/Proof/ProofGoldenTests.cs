using System.Text;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>
/// What is said of policies that were changed by hand: which guarantees no longer hold, why, and by which request. Recorded in
/// tests/data/proof; `AMIGOV_UPDATE_GOLDEN=1` writes it anew.
/// </summary>
public sealed class ProofGoldenTests
{
    /// <summary>A test of a few changes each, which ends soon.</summary>
    private const int Parts = 8;

    public static TheoryData<string, int> Groups
    {
        get
        {
            var all = new TheoryData<string, int>();
            foreach (var group in ProofChanges.Groups.Keys)
                for (var part = 0; part < Parts; part++)
                    all.Add(group, part);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void Findings_are_as_recorded(string group, int part)
    {
        var changes = ProofChanges.Groups[group]().Select(c => RecordedText.Of(c.Name, () => Findings(c)));
        RecordedText.Check($"{group}.txt", [.. changes], (part, Parts));
    }

    private static string Findings(ProofChange change)
    {
        var (config, policies) = change.Base;
        var declarative = change.Declarative(policies.Declarative);
        var statements = change.Statements(policies.ServiceControlPolicies.SelectMany(p => p.Statements));
        var input = new ProofInput(config, declarative, [.. statements], ProvenCase.Now)
        {
            UnlockedNode = change.Unlocked,
            HasDeclarative = change.HasDeclarative,
        };
        var results = Prover
            .Run(input)
            .Where(r => change.ShowsAll || r.Outcome is ProofOutcome.Refuted or ProofOutcome.NotProven);
        return string.Concat(results.Select(r => Line(r, change.ShowsAll)));
    }

    private static string Line(GuaranteeResult result, bool isWhole)
    {
        var text = new StringBuilder($"{result.Number} {result.Outcome}");
        if (result.Reason is { } reason)
            text.Append($": {reason}");
        text.Append('\n');
        if (result.Counterexample != default)
            text.Append($"    explain {result.Counterexample}\n");
        if (!isWhole)
            return text.ToString();
        var (classes, places, images, callers, times, values) = result.Partitioned;
        text.Append(
            $"    {classes} classes: {places} places, {images} images, {callers} callers, {times} times, {values} values\n"
        );
        foreach (var gap in result.Gaps)
            text.Append($"    not covered: {gap}\n");
        return text.ToString();
    }
}
