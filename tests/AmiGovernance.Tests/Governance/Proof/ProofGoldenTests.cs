using System.Text;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>
/// What is said of policies that were changed by hand: which guarantees no longer hold, why, and by which request. Recorded in
/// tests/data/proof; `AMIGOV_UPDATE_GOLDEN=1` writes it anew.
/// </summary>
public sealed class ProofGoldenTests
{
    public static TheoryData<string> Groups => [.. ProofChanges.Groups.Keys];

    [Theory]
    [MemberData(nameof(Groups))]
    public void Findings_are_as_recorded(string group)
    {
        var text = new StringBuilder();
        foreach (var change in ProofChanges.Groups[group]())
            text.Append($"# {change.Name}\n{Findings(change)}\n");
        var path = RepositoryRoot.File("tests", "data", "proof", $"{group}.txt");
        if (Environment.GetEnvironmentVariable("AMIGOV_UPDATE_GOLDEN") == "1")
            File.WriteAllText(path, text.ToString());
        Assert.Equal(File.ReadAllText(path), text.ToString());
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
