using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Status;

/// <summary>
/// What comes next in a rollout, worked out from the record alone: the one place for what `apply`, `promote` and `rollback` say in the
/// end, and for what `status` advises.
/// </summary>
/// <param name="log">The deployment record.</param>
/// <param name="policy">The configuration's part on policies; what it gives by default where it cannot be read.</param>
/// <param name="now">Audit mode is counted up to here.</param>
public sealed class NextSteps(DeploymentLog log, PolicyConfig policy, DateTimeOffset now)
{
    private const string Commit =
        "commit `deployments/` and push it: promotion, rollback and the others in the team rest on the record";

    private static readonly string Verify =
        $"wait {AwsFacts.PolicyDelay.Minutes()}, then run `amigov verify`: EC2 may need that long";

    /// <summary>From the record and the configuration as they are; what cannot be read is taken for what is usual.</summary>
    /// <param name="files">Holds both.</param>
    /// <param name="configPath">Of the configuration.</param>
    /// <param name="now">Audit mode is counted up to here.</param>
    public static NextSteps Read(IFileStore files, string configPath, DateTimeOffset now)
    {
        var policy = RepositoryFiles.ReadPolicyConfig(files, configPath);
        return new NextSteps(DeploymentRecord.ReadWhatIsThere(files), policy, now);
    }

    private DeploymentEntry? Last => log.Entries.LastOrDefault(e => e.Event == DeploymentEvent.Finished);

    /// <summary>Right after a deployment, in the order in which they are done.</summary>
    public ImmutableArray<string> AfterDeployment() =>
        Last is { Mode.Length: > 0 } ? [Commit, Verify, .. Standing()] : [Commit, .. Standing()];

    /// <summary>At any other time.</summary>
    /// <param name="isCommitted">Whether the record is committed; null when that is not known.</param>
    public ImmutableArray<string> Now(bool? isCommitted) => isCommitted == false ? [Commit, .. Standing()] : Standing();

    private ImmutableArray<string> Standing()
    {
        // A run that did not end comes first, and is told as drift.
        if (log.UnfinishedStart is not null || Last is not { } last)
            return [];
        return last.Mode switch
        {
            "" when log.LeftAttached =>
            [
                "policies of ours are still attached, and none of them tells a mode: `amigov status` shows where",
            ],
            "" => ["nothing of ours is attached: `amigov plan` shows what brings it back"],
            _ when last.Mode == AllowedImagesState.Enabled.Name() => Enforced(),
            _ => InAuditMode(last),
        };
    }

    private ImmutableArray<string> Enforced()
    {
        var steps = ImmutableArray.CreateBuilder<string>();
        if (policy.EnforcementMode != AllowedImagesState.Enabled)
            steps.Add(ConfigurationSays(AllowedImagesState.Enabled));
        steps.Add(
            "watch what is blocked (`amigov dashboard apply`); a launch that was blocked: `amigov explain --from-error TEXT`;"
                + " in an emergency `amigov rollback --to audit_mode`"
        );
        return steps.ToImmutable();
    }

    private ImmutableArray<string> InAuditMode(DeploymentEntry last)
    {
        var steps = ImmutableArray.CreateBuilder<string>();
        if (policy.EnforcementMode == AllowedImagesState.Enabled)
            steps.Add(ConfigurationSays(AllowedImagesState.AuditMode));
        if (last.IsRollback)
            steps.Add("find out what was blocked before it is enforced again: `amigov explain --from-error TEXT`");
        if (!last.Stages.IsEmpty)
            steps.Add(
                $"enforced so far: {string.Join(", ", last.Stages)}; the next part: `amigov promote --target ID`"
            );
        steps.Add(Wait(last));
        return steps.ToImmutable();
    }

    /// <summary>The gate `audit-time` counts each target; the last one to open tells.</summary>
    private string Wait(DeploymentEntry last)
    {
        const string Everything = "`amigov generate --mode enabled`, have it reviewed, `amigov promote`";
        var since = last.Targets.Except(last.Stages).Select(target => log.InAuditSince([target])).ToList();
        if (since.Count == 0 || since.Max() is not { } latest)
            return Everything;
        var open = latest.AddDays(policy.MinimumAuditDays);
        if (open <= now)
            return $"audit mode ran long enough: {Everything}";
        var gate = $"gate audit-time, {Plural.Of(policy.MinimumAuditDays, "day")}";
        return $"wait until {open.MinuteText()} ({gate})"
            + $" and settle what would be blocked (`amigov backtest`, `amigov impact`); then {Everything}";
    }

    private static string ConfigurationSays(AllowedImagesState mode) =>
        $"set `enforcement_mode` to `{mode.Name()}` in the configuration, `amigov generate`, and commit both:"
        + " else the next generate writes the other mode";
}
