using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Calibration;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Rules;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Authoring;

/// <param name="Mode">Null takes the mode of the configuration, else audit mode.</param>
public sealed record GenerateRequest(
    string ConfigPath,
    string OutputFolder,
    DateOnly AsOf,
    AllowedImagesState? Mode,
    bool CheckOnly
)
{
    /// <summary>
    /// The mode that the last deployment brought, where a mode that nobody names must not depart from it; null where none is recorded.
    /// </summary>
    public AllowedImagesState? Deployed { get; init; }
}

/// <param name="Policies">Null when nothing could be generated; the diagnostics say why.</param>
/// <param name="Stale">With <see cref="GenerateRequest.CheckOnly"/>: the files that generating would change.</param>
public sealed record GenerateResult(GeneratedPolicies? Policies, IReadOnlyList<string> Stale);

/// <summary>Writes both policies from the configuration, or says what would change.</summary>
public static class GeneratePolicies
{
    /// <summary>A file that nobody prunes must not bury what matters; `validate` and `exception list` name each one.</summary>
    private const int ShownLeftOut = 10;

    public static GenerateResult Run(GenerateRequest request, IFileStore files, DiagnosticBag bag)
    {
        var config = RepositoryFiles.ReadConfig(files, request.ConfigPath, bag);
        if (config is null || bag.HasErrors)
            return new GenerateResult(null, []);
        MeasuredFacts.Demand(files, config.Policy.Partition, bag);
        if (bag.HasErrors)
            return new GenerateResult(null, []);
        ReportLeftOut(new RuleInput(config, request.AsOf), bag);
        if (ChooseMode.Run(request, config, bag) is not { } mode)
            return new GenerateResult(null, []);
        var policies = PolicyGenerator.Generate(config, request.AsOf, mode, bag);
        if (policies is null)
            return new GenerateResult(null, []);
        ReportFollowed.Sizes(config, bag);
        var existing = Existing(request, files);
        var leftover = existing.Keys.Where(p => policies.Files.All(f => f.Path != p)).ToList();
        if (request.CheckOnly)
        {
            var changed = policies.Files.Where(f => !IsSame(existing.GetValueOrDefault(f.Path), f)).Select(f => f.Path);
            return new GenerateResult(policies, [.. changed.Concat(leftover).Order(StringComparer.Ordinal)]);
        }
        VerifyConsistency(config, policies, request.AsOf, bag);
        if (bag.HasErrors || !files.Write(request.OutputFolder, policies.Files, bag))
            return new GenerateResult(null, []);
        foreach (var path in leftover)
            files.Delete($"{request.OutputFolder}/{path}");
        return new GenerateResult(policies, []);
    }

    /// <summary>What cannot be read is stale; whether it can be replaced, writing tells.</summary>
    private static ImmutableSortedDictionary<string, SourceText> Existing(GenerateRequest request, IFileReader files) =>
        Reading.Of(bag => RepositoryFiles.ReadDistFiles(files, request.OutputFolder, bag)).Value
        ?? ImmutableSortedDictionary<string, SourceText>.Empty;

    private static bool IsSame(SourceText? existing, GeneratedFile file) => existing?.HasBytes(file.Bytes) == true;

    /// <summary>Exceptions that have ended are no obstacle to generating: they are left out, and the user is told.</summary>
    private static void ReportLeftOut(RuleInput input, DiagnosticBag bag)
    {
        var found = new DiagnosticBag();
        foreach (var rule in GovernanceRules.Expiry)
            rule.Check(input, found);
        var ended = found.ToSorted().Where(d => d.Severity == Severity.Error).ToList();
        bag.AddRange(
            ended
                .Take(ShownLeftOut)
                .Select(d => d with { Severity = Severity.Warning, Message = $"{d.Message}; left out of the policies" })
        );
        if (ended.Count > ShownLeftOut)
            bag.Report(
                ended[ShownLeftOut].Descriptor,
                ended[ShownLeftOut].Location,
                $"{Plural.Of(ended.Skip(ShownLeftOut).Sum(d => d.Count), "more exception has ended and is", "more exceptions have ended and are")} left out of the policies",
                "`amigov exception list` shows them all",
                severity: Severity.Warning
            );
    }

    /// <summary>Reads the generated documents back, as AWS would, and compares the lists of both layers.</summary>
    private static void VerifyConsistency(
        GovernanceConfig config,
        GeneratedPolicies policies,
        DateOnly asOf,
        DiagnosticBag bag
    )
    {
        var sources = policies.Files.ToImmutableSortedSources("dist");
        var input = new DistRuleInput(config, Dist.Read("dist", sources, bag), policies);
        foreach (var rule in DistRules.All.Where(r => r != ModeUnlikeConfig.Rule))
            rule.Check(input, bag);
        foreach (var (tree, policy) in input.Dist.ServiceControlPolicies)
        foreach (var rule in PolicyRules.All)
            rule.Check(new PolicyRuleInput(tree, policy, asOf), bag);
    }
}
