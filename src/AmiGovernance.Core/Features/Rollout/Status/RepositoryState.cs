using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Validation;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Rules;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Status;

/// <summary>What the repository says, as far as it can be read.</summary>
/// <param name="Desired">Null when the configuration has errors or policies are missing: then nothing can be held against it.</param>
internal sealed record RepositoryState(
    GovernanceConfig? Config,
    Dist? Dist,
    DesiredState? Desired,
    ImmutableArray<Drift> Drifts,
    ImmutableArray<string> NotRead
)
{
    /// <summary>More findings are told by their number.</summary>
    private const int Shown = 3;

    public static RepositoryState Read(StatusRequest request, IFileStore files, DateOnly today)
    {
        var own = new DiagnosticBag();
        var config = RepositoryFiles.ReadConfig(files, request.ConfigPath, own);
        if (config is null || own.HasErrors)
            return new RepositoryState(
                null,
                null,
                null,
                [],
                [
                    $"the configuration: {own.ToSorted().First(d => d.Severity == Severity.Error).Message} (`amigov validate`)",
                ]
            );
        var dist = RepositoryFiles.ReadDist(files, request.Folder, new DiagnosticBag());
        var found = new DiagnosticBag();
        ValidateRepository.Run(new ValidateRequest(request.ConfigPath, request.Folder, today), files, found);
        var stale = found.ToSorted().Where(d => DistRules.All.Any(r => r.Descriptor == d.Descriptor)).ToList();
        ImmutableArray<Drift> drifts =
        [
            .. stale
                .Take(Shown)
                .Select(d => new Drift(
                    "configuration and dist/",
                    $"{d.Location.Source.Path}: {d.Message}",
                    "amigov generate"
                )),
            .. stale.Count > Shown
                ?
                [
                    new Drift(
                        "configuration and dist/",
                        Plural.Of(stale.Count - Shown, "more finding"),
                        "amigov validate"
                    ),
                ]
                : Enumerable.Empty<Drift>(),
        ];
        return new RepositoryState(
            config,
            dist,
            dist.Declarative is null || dist.ServiceControlPolicies.IsEmpty ? null : DesiredState.Of(config, dist),
            drifts,
            []
        );
    }
}
