using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>Both layers must allow the same owners, or one blocks what the other allows.</summary>
internal static class AllowlistsDiffer
{
    private const int MostOwners = 10;

    public static readonly DistRule Rule = new(
        new DiagnosticDescriptor("AMI0315", Severity.Error, "allowlist mismatch between the two layers"),
        Check
    );

    private static void Check(DistRuleInput input, DiagnosticBag bag)
    {
        if (input.Dist.Declarative is null || !input.Dist.DeniesLaunches)
            return;
        // With the alias `amazon` the SCP needs no accounts of managed services, for their images carry that owner.
        var managed = (input.Config.ManagedServices ?? [])
            .SelectMany(s => s.AccountIds)
            .Select(a => a.Value)
            .ToHashSet(StringComparer.Ordinal);
        var (declarative, scp) = (input.Dist.DeclarativeProviders, input.Dist.ScpOwners);
        var onlyDeclarative = declarative
            .Except(scp)
            .Where(p => !(managed.Contains(p) && scp.Contains("amazon")))
            .ToList();
        var onlyScp = scp.Except(declarative);
        if (onlyDeclarative.Count == 0 && onlyScp.IsEmpty)
            return;
        bag.Report(
            Rule.Descriptor,
            input.Dist.At(DistFiles.Scp),
            "allowlist mismatch: "
                + Describe(
                    ("only in the declarative policy", onlyDeclarative),
                    ("only in the service control policy", onlyScp)
                ),
            "run `amigov generate`: both follow from the configuration; if it persists, look for edits by hand with `git diff`"
        );
    }

    internal static string Describe(params IEnumerable<(string Where, IReadOnlyCollection<string> Owners)> parts) =>
        string.Join(
            "; ",
            parts
                .Where(p => p.Owners.Count > 0)
                .Select(p => $"{p.Where}: {Shortened.List([.. p.Owners.Order(StringComparer.Ordinal)], MostOwners)}")
        );
}
