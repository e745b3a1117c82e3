using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Generation;

/// <summary>Compares documents, counted in their shortest form, with AWS's quotas and says what costs how much.</summary>
internal static class QuotaReport
{
    private const int MostStatements = 5;

    public static void CheckCriteria(GovernanceConfig config, DeclarativePolicy policy, DiagnosticBag bag)
    {
        if (policy.Criteria.Length <= AllowedImagesLimits.Criteria)
            return;
        bag.Report(
            GenerationDiagnostics.TooManyCriteria,
            AtRoot(config),
            $"the declarative policy needs {policy.Criteria.Length} image criteria; AWS allows {AllowedImagesLimits.Criteria}",
            "publishers with the same `image_criteria` share one criterion, as do up to 200 publishers without any: give more of them the same criteria"
        );
    }

    public static void CheckDeclarative(GovernanceConfig config, DeclarativePolicy policy, DiagnosticBag bag)
    {
        var size = JsonText.Characters(DeclarativePolicyWriter.Organizations(policy, indented: false));
        var providers = policy.Criteria.Sum(c => c.Providers.Length);
        var without = JsonText.Characters(
            DeclarativePolicyWriter.Organizations(policy with { Criteria = [] }, indented: false)
        );
        Check(
            config,
            "the declarative policy",
            size,
            PolicyQuotas.DeclarativeCharacters,
            $"{Quantity.Of(providers, "provider")} in {Plural.Of(policy.Criteria.Length, "criterion", "criteria")} cost {Number(size - without)}, the rest {Number(without)}; an account costs 15",
            bag
        );
    }

    public static void CheckScps(GovernanceConfig config, ImmutableArray<PolicyDocument> documents, DiagnosticBag bag)
    {
        CheckLargest(config, documents, bag);
        if (config.Facts.ScpCharacters.Measured is null && !PolicyQuotas.IsScpRaiseConfirmed(config.Policy.Partition))
            CheckOlderQuota(config, documents, bag);
        if (documents.Length > 1)
            ReportSplit(config, documents.Length, bag);
    }

    /// <summary>Several documents are full because they were packed; then only a statement can come near its limit.</summary>
    private static void CheckLargest(
        GovernanceConfig config,
        ImmutableArray<PolicyDocument> documents,
        DiagnosticBag bag
    )
    {
        if (documents is [var only])
            Check(
                config,
                $"`{DistFiles.Scp}`",
                JsonText.Characters(PolicyWriter.Minified(only)),
                config.Facts.ScpCharacters.Value,
                Costs(only.Statements),
                bag
            );
        else if (documents.SelectMany(d => d.Statements).MaxBy(PolicyWriter.MinifiedCharacters) is { } largest)
            Check(
                config,
                $"the statement `{largest.Sid}`",
                PolicyWriter.MinifiedCharacters(largest),
                config.Facts.ScpCharacters.Value,
                Costs([largest]),
                bag
            );
    }

    private static void CheckOlderQuota(
        GovernanceConfig config,
        ImmutableArray<PolicyDocument> documents,
        DiagnosticBag bag
    )
    {
        var before = Number(PolicyQuotas.ScpCharactersBefore2026);
        foreach (
            var size in documents
                .Select(d => JsonText.Characters(PolicyWriter.Minified(d)))
                .Where(s => s > PolicyQuotas.ScpCharactersBefore2026)
        )
            bag.Report(
                GenerationDiagnostics.NearQuota,
                AtRoot(config),
                $"a service control policy has {Number(size)} characters; "
                    + $"that AWS raised the quota from {before} is not confirmed for this partition"
            );
    }

    private static void ReportSplit(GovernanceConfig config, int documents, DiagnosticBag bag)
    {
        // One place is taken by FullAWSAccess.
        var isTooMany = documents > PolicyQuotas.ScpsPerTarget - 1;
        bag.Report(
            GenerationDiagnostics.TooManyScps,
            AtRoot(config),
            $"the service control policy needs {documents} documents; {PolicyQuotas.ScpsPerTarget} may be attached to one target, `FullAWSAccess` included",
            "let expired exceptions go, or give exceptions the same end date: each date costs a statement",
            severity: isTooMany ? Severity.Error : Severity.Warning
        );
    }

    public static void StatementTooLarge(GovernanceConfig config, Statement? statement, DiagnosticBag bag)
    {
        if (statement is null)
            return;
        var size = PolicyWriter.MinifiedCharacters(statement);
        var most = config.Facts.ScpCharacters;
        bag.Report(
            GenerationDiagnostics.OverQuota,
            AtRoot(config),
            $"the statement `{statement.Sid}` alone has {Number(size)} characters;"
                + $" a service control policy may have {Number(most.Value)}{most.Remark}",
            $"{Costs([statement])}; lists of `StringNotEquals` cannot be split over several policies: remove publishers that nobody uses, or set `may_create_images` to false for vendors outside the organization"
        );
    }

    private static void Check(
        GovernanceConfig config,
        string what,
        int size,
        int quota,
        string costs,
        DiagnosticBag bag
    )
    {
        if (size <= quota * PolicyQuotas.WarningShare)
            return;
        var share = string.Create(CultureInfo.InvariantCulture, $"{100.0 * size / quota:0} %");
        if (size > quota)
            bag.Report(
                GenerationDiagnostics.OverQuota,
                AtRoot(config),
                $"{what} has {Number(size)} characters without white space; AWS allows {Number(quota)}",
                costs
            );
        else
            bag.Report(
                GenerationDiagnostics.NearQuota,
                AtRoot(config),
                $"{what} has {Number(size)} of {Number(quota)} characters without white space ({share})",
                costs
            );
    }

    private static string Costs(ImmutableArray<Statement> statements) =>
        string.Join(
            "; ",
            statements.OrderByDescending(PolicyWriter.MinifiedCharacters).Take(MostStatements).Select(Cost)
        );

    private static string Cost(Statement statement)
    {
        var cost = $"`{statement.Sid}` {Number(PolicyWriter.MinifiedCharacters(statement))}";
        var lists = string.Join(", ", statement.Conditions.Select(c => $"{c.Key} {Number(c.Values.Length)}"));
        return lists.Length == 0 ? cost : $"{cost} ({lists})";
    }

    private static SourceLocation AtRoot(GovernanceConfig config) => SourceLocation.OfFile(config.Tree.Source);

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
