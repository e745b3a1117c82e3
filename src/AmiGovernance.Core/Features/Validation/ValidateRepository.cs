using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Governance.Rules;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Validation;

public sealed record ValidateRequest(string ConfigPath, string OutputFolder, DateOnly AsOf)
{
    /// <summary>What is checked, as git takes it: its history tells who decided on exceptions.</summary>
    public string Revision { get; init; } = "HEAD";
}

/// <param name="Policies">What the configuration gives today in the mode of `dist/`; null when it gives none.</param>
/// <param name="Dist">The generated files as they lie there; null when the configuration cannot be read at all.</param>
public sealed record ValidateResult(GovernanceConfig? Config, GeneratedPolicies? Policies, Dist? Dist);

/// <summary>Checks the configuration, the exceptions, and `dist/` against both AWS and the configuration.</summary>
public static class ValidateRepository
{
    /// <param name="request">What is checked.</param>
    /// <param name="files">The working folder, or a commit.</param>
    /// <param name="git">Null where there is no repository to ask, or who decided is not the matter.</param>
    /// <param name="bag">Takes the findings.</param>
    public static ValidateResult Run(ValidateRequest request, IFileStore files, ICommitReader? git, DiagnosticBag bag)
    {
        var config = RepositoryFiles.ReadConfig(files, request.ConfigPath, bag);
        if (config is null)
            return new ValidateResult(null, null, null);
        var readable = !bag.HasErrors;
        foreach (var rule in GovernanceRules.All)
            rule.Check(new RuleInput(config, request.AsOf), bag);
        if (readable)
            CheckEntries.Run(config, files, git, request.Revision, request.AsOf, bag);
        var dist = RepositoryFiles.ReadDist(files, request.OutputFolder, bag);
        foreach (var (tree, policy) in dist.ServiceControlPolicies)
        foreach (var rule in PolicyRules.All)
            rule.Check(new PolicyRuleInput(tree, policy, request.AsOf), bag);
        if (dist is { Declarative: { } own, DeclarativeTree: { } ownTree })
            foreach (var rule in DeclarativeRules.All)
                rule.Check(new DeclarativeRuleInput(ownTree, own), bag);
        CheckMeasured.Run(config, dist, files, bag);
        // Without a readable configuration there is nothing to hold dist/ against.
        if (!readable)
            return new ValidateResult(config, null, dist);
        var mode = dist.Mode ?? config.Policy.EnforcementMode ?? AllowedImagesState.AuditMode;
        var expected = Reading.Of(own => PolicyGenerator.Generate(config, request.AsOf, mode, own)).ReportTo(bag);
        var input = expected is null ? null : new DistRuleInput(config, dist, expected);
        if (input is not null)
            foreach (var rule in DistRules.All)
                rule.Check(input, bag);
        // One cause is one finding: what an old list of owners breaks, generating fixes. What was edited by hand is told in full.
        if (input is null || !OtherOwners.Are(input))
            Prove(config, dist, request.AsOf, bag);
        return new ValidateResult(config, expected, dist);
    }

    /// <summary>
    /// What is not proven is no better than what is refuted, but where a rule of its own warns, such as of a role named in any account.
    /// </summary>
    private static void Prove(GovernanceConfig config, Dist dist, DateOnly asOf, DiagnosticBag bag)
    {
        if (dist.Declarative is not { } declarative || dist.ServiceControlPolicies.IsEmpty)
            return;
        foreach (var result in ProvePolicies.Prove(config, dist, declarative, asOf).Where(r => r.IsFinding))
        {
            var (descriptor, word) = ProofDiagnostics.Of(result);
            bag.Report(
                descriptor,
                dist.At(DistFiles.Scp),
                $"{result.Title}: {word}; {result.Reason}",
                result.Counterexample.IsEmpty
                    ? "`amigov prove` lists all guarantees"
                    : $"{SuggestedCommand.Of($"amigov explain {result.Counterexample} --policies {dist.Folder}")} shows it"
            );
        }
    }
}
