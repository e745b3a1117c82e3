using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Rollout.Status;

/// <summary>The targets of our policies: the state in effect there by our policies, and since when.</summary>
internal static class TargetStatuses
{
    /// <summary>From the root down.</summary>
    public static IEnumerable<TargetStatus> Of(PolicyEffects effects, DeploymentLog log)
    {
        var index = effects.Index;
        // Where the declarative type was switched off, a service control policy may still deny.
        var targets = effects
            .Ours.Where(p => p.Type == ScpAlone.ModeType(index.Organization) || ScpAlone.DeniesLaunches(p))
            .SelectMany(p => PolicyStatus.TargetsOf(index.Organization, p))
            .Distinct()
            .ToList();
        var accounts = index
            .Organization.Accounts.Select(a => index.PathTo(a.Id.Value).LastOrDefault(targets.Contains))
            .OfType<string>()
            .CountBy(target => target)
            .ToDictionary(StringComparer.Ordinal);
        return targets
            .OrderBy(t => index.PathTo(t).Length)
            .ThenBy(t => t, StringComparer.Ordinal)
            .Select(target =>
            {
                var mode = effects.ModeOn(target);
                var since = Since(mode, index.PathTo(target), log);
                return new TargetStatus(target, mode, since, accounts.GetValueOrDefault(target))
                {
                    DeniedBy = mode == AllowedImagesState.Enabled ? [] : [.. Denying(target, effects)],
                };
            });
    }

    private static IEnumerable<string> Denying(string target, PolicyEffects effects) =>
        effects.OurScpsOn(target).Where(ScpAlone.DeniesLaunches).Select(p => p.Name).Distinct(StringComparer.Ordinal);

    private static DateTimeOffset? Since(
        AllowedImagesState? mode,
        IReadOnlyCollection<string> path,
        DeploymentLog log
    ) =>
        mode switch
        {
            AllowedImagesState.AuditMode => log.InAuditSince(path),
            AllowedImagesState.Enabled => log.EnforcedSince(path),
            _ => null,
        };
}
