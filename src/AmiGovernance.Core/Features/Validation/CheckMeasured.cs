using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Calibration;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Validation;

/// <summary>
/// Where a cassette measured that AWS does otherwise than amigov assumes, and this configuration rests on the assumption.
/// </summary>
internal static class CheckMeasured
{
    /// <param name="Experiment">By name.</param>
    /// <param name="Answer">That the policies are not made for.</param>
    /// <param name="RestsOnIt">What of the repository rests on another answer; empty for nothing.</param>
    private sealed record Reliance(
        string Experiment,
        string Answer,
        Func<GovernanceConfig, Dist, IEnumerable<string>> RestsOnIt
    );

    private static readonly ImmutableArray<Reliance> Reliances =
    [
        new("copy-source", "none", (config, _) => ForeignCopies(config)),
        new("owner-variable", "literal", (config, _) => [.. RestoreRoles(config), .. ForeignCopies(config)]),
        new("foreign-copies", "none", (config, _) => ForeignCopies(config)),
        new("foreign-copies", "all", (config, _) => ForeignCopies(config)),
        new("shared-owner", "other", (_, dist) => LaunchDenied(dist)),
        new("exception-characters", "1024", (config, _) => LongMessage(config, 1024)),
        new("exception-characters", "255", (config, _) => LongMessage(config, 255)),
        new("locked-node", "open", (_, dist) => DeclarativePolicy(dist)),
        new("declarative-characters", "less", (_, dist) => DeclarativePolicy(dist)),
        new("scp-characters", "less", (_, dist) => LongPolicies(dist)),
    ];

    public static void Run(GovernanceConfig config, Dist dist, IFileReader files, DiagnosticBag bag)
    {
        ReportFollowed.Sizes(config, bag);
        var measured = MeasuredFacts.Demand(files, config.Policy.Partition, bag);
        foreach (var reliance in Reliances)
        {
            if (measured.Find(reliance.Experiment) is not { } fact || fact.Value != reliance.Answer)
                continue;
            var settled = string.Join(", ", reliance.RestsOnIt(config, dist));
            if (settled.Length > 0)
                Report(fact, settled, bag);
        }
    }

    private static void Report(MeasuredFact fact, string settled, DiagnosticBag bag)
    {
        var answer = fact.Answer;
        bag.Report(
            CalibrationDiagnostics.MeasuredOtherwise,
            SourceLocation.OfFile(SourceText.Missing(fact.Path)),
            $"{settled} needs another answer than was measured: {fact.Experiment} is `{fact.Value}` "
                + $"({Sanitize.Text(fact.Source)}). {answer.Means.TrimEnd('.')}",
            answer.Changes.TrimEnd('.')
        );
    }

    private static IEnumerable<string> ForeignCopies(GovernanceConfig config) =>
        config.Policy.DenyForeignImageCopies ? ["`deny_foreign_image_copies`"] : [];

    private static IEnumerable<string> RestoreRoles(GovernanceConfig config) =>
        config.RestoreRoles is { IsEmpty: false } ? ["`restore_roles`"] : [];

    private static IEnumerable<string> LaunchDenied(Dist dist) =>
        dist.Statements.Any(LaunchDenies.Is) ? [$"the launch deny in `{dist.Folder}`"] : [];

    private static IEnumerable<string> LongMessage(GovernanceConfig config, int most) =>
        config.Policy.ExceptionMessage?.Length > most ? ["`exception_message`"] : [];

    private static IEnumerable<string> DeclarativePolicy(Dist dist) =>
        dist.Declarative is null ? [] : [$"`{dist.Folder}/{DistFiles.Declarative}`"];

    /// <summary>Those that the limit before May 2026 would not hold.</summary>
    private static IEnumerable<string> LongPolicies(Dist dist) =>
        dist
            .ServiceControlPolicies.Where(p =>
                JsonText.Characters(PolicyWriter.Minified(p.Policy)) > PolicyQuotas.ScpCharactersBefore2026
            )
            .Select(p => $"`{p.Tree.Source.Path}`");
}
