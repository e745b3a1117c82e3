using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Features.Validation;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Rules;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Status;

/// <summary>What the repository says, as far as it can be read.</summary>
/// <param name="Config">Null when it has errors: then nothing can be held against it.</param>
/// <param name="Dist">Null without a configuration.</param>
internal sealed record RepositoryState(
    GovernanceConfig? Config,
    Dist? Dist,
    ImmutableArray<Drift> Drifts,
    ImmutableArray<string> NotRead
)
{
    private const string Between = "configuration and dist/";

    /// <summary>More findings are told by their number.</summary>
    private const int Shown = 3;

    /// <inheritdoc cref="ValidatedRepository.Stages"/>
    private ImmutableArray<string>? Stages { get; init; }

    /// <summary>What it is by default where the configuration has errors.</summary>
    public int MinimumAuditDays => (Config?.Policy ?? new PolicyConfig()).MinimumAuditDays;

    /// <summary>Null when the configuration has errors or policies are missing.</summary>
    public ValidatedRepository? Deployable =>
        Config is { } config && Dist is { Declarative: not null, ServiceControlPolicies.IsEmpty: false } dist
            ? new ValidatedRepository(config, dist) { Stages = Stages }
            : null;

    public static RepositoryState Read(StatusRequest request, IFileStore files, ICommitReader? git, DateOnly today)
    {
        var config = Reading.Of(bag => RepositoryFiles.ReadConfig(files, request.ConfigPath, bag));
        if (config.IfSound is not { } sound)
        {
            return new RepositoryState(null, null, [], [$"the configuration: {FirstError(config.Findings)}"]);
        }
        var validation = new ValidateRequest(request.ConfigPath, request.Folder, today);
        var validated = Reading.Of(bag => ValidateRepository.Run(validation, files, git, bag));
        // What no policy can be made of cannot agree with dist/ either.
        var notCompared = validated.Value?.Policies is null ? $"{Between}: {FirstError(validated.Findings)}" : null;
        var export = ValidatedRepository.ExportOf(sound, files);
        var noStages = export.Findings.IsEmpty
            ? null
            : $"{export.Findings[0].Location.Source.Path}: {export.Findings[0].Message}";
        return new RepositoryState(
            sound,
            validated.Value?.Dist,
            [.. Stale(validated.Findings), .. Refused(validated)],
            [.. new[] { notCompared, noStages }.OfType<string>()]
        )
        {
            Stages = export.Value?.Stages,
        };
    }

    private static string FirstError(ImmutableArray<Diagnostic> findings) =>
        $"{findings.First(d => d.Severity == Severity.Error).Message} (`amigov validate`)";

    /// <summary>Files that are not what the configuration gives.</summary>
    private static ImmutableArray<Drift> Stale(ImmutableArray<Diagnostic> findings)
    {
        var stale = findings.Where(d => DistRules.All.Any(r => r.Descriptor == d.Descriptor)).ToList();
        var drifts = stale
            .Take(Shown)
            .Select(d => new Drift(Between, $"{d.Location.Source.Path}: {d.Message}", Help(d)))
            .ToImmutableArray();
        return stale.Count <= Shown
            ? drifts
            : drifts.Add(new Drift(Between, Plural.Of(stale.Count - Shown, "more finding"), "amigov validate"));
    }

    /// <summary>Errors for which nothing of dist/ is deployed though policies could be made: `amigov plan` refuses them all.</summary>
    private static ImmutableArray<Drift> Refused(Reading<ValidateResult> validated)
    {
        if (validated.Value?.Policies is null)
            return [];
        return
        [
            .. validated
                .Findings.Where(d => d.Severity == Severity.Error)
                .Where(d => DistRules.All.All(r => r.Descriptor != d.Descriptor))
                .Take(Shown)
                .Select(d => new Drift("configuration", d.Message, d.Help ?? "amigov validate")),
        ];
    }

    /// <summary>Of two modes nothing here says which one is meant, and to generate in the wrong one ends enforcement.</summary>
    private static string Help(Diagnostic finding)
    {
        const string Generate = "amigov generate";
        return finding.Descriptor == ModeUnlikeConfig.Rule.Descriptor ? finding.Help ?? Generate : Generate;
    }
}
