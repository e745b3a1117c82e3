using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>The deployment record as read.</summary>
/// <param name="Entries">Oldest first.</param>
public sealed partial record DeploymentLog(ImmutableArray<DeploymentEntry> Entries)
{
    public static DeploymentLog Empty { get; } = new([]);

    /// <summary>The deployments, each as the entries of its own, oldest first.</summary>
    public IEnumerable<IGrouping<string, DeploymentEntry>> Deployments => Entries.GroupBy(e => e.Deployment);

    private IEnumerable<DeploymentEntry> Finished => Entries.Where(e => e.Event == DeploymentEvent.Finished);

    /// <summary>The runs after the last one that finished, from the first of them on; empty when there is none.</summary>
    public ImmutableArray<DeploymentEntry> Unfinished =>
        [.. Entries.Skip(LastIndex(e => e.Event == DeploymentEvent.Finished) + 1)];

    /// <summary>Where the first run began that did not end; null when every run ended.</summary>
    public DeploymentEntry? UnfinishedStart => Unfinished.FirstOrDefault(e => e.Event == DeploymentEvent.Started);

    /// <summary>Where the last such run began, whose command goes on from there.</summary>
    public DeploymentEntry? LastUnfinishedStart => Unfinished.LastOrDefault(e => e.Event == DeploymentEvent.Started);

    /// <summary>The mode that the last deployment brought; null when there is none, or it took our policies away.</summary>
    public AllowedImagesState? Mode => AllowedImagesStates.FromName(Finished.LastOrDefault()?.Mode);

    /// <summary>The same where a broken record is no obstacle.</summary>
    /// <param name="files">Where the record lies.</param>
    public static AllowedImagesState? ModeIn(IFileReader files) => DeploymentRecord.ReadWhatIsThere(files).Mode;

    /// <summary>What is enforced while the rest is in audit mode, by the last deployment. A broken record is no obstacle.</summary>
    public static ImmutableArray<string> StagesIn(IFileReader files)
    {
        var log = DeploymentRecord.ReadWhatIsThere(files);
        DeploymentEntry?[] last = [log.Finished.LastOrDefault(), log.Unfinished.LastOrDefault()];
        return [.. last.SelectMany(e => e?.Stages ?? []).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The ids of the policies of a type that were deployed. A broken record is no obstacle.</summary>
    /// <param name="files">Where the record lies.</param>
    public static ImmutableHashSet<string> PoliciesIn(IFileReader files, OrganizationPolicyType type) =>
        [
            .. DeploymentRecord
                .ReadWhatIsThere(files)
                .Entries.Where(e => e.PolicyId.Length > 0 && e.Step?.Type == type)
                .Select(e => e.PolicyId),
        ];

    /// <summary>Since when a part of the organization is in audit mode without a break; null when it is not.</summary>
    /// <param name="path">From the root down to the target.</param>
    public DateTimeOffset? InAuditSince(IReadOnlyCollection<string> path) =>
        Since(entry => Brings(entry, AllowedImagesState.AuditMode, path) && !entry.Stages.Any(path.Contains));

    /// <summary>Since when a part of the organization is enforced without a break; null when it is not.</summary>
    /// <param name="path">From the root down to the target.</param>
    public DateTimeOffset? EnforcedSince(IReadOnlyCollection<string> path) =>
        Since(entry => Brings(entry, AllowedImagesState.Enabled, path) || entry.Stages.Any(path.Contains));

    private static bool Brings(DeploymentEntry entry, AllowedImagesState mode, IReadOnlyCollection<string> path) =>
        entry.Mode == mode.Name() && entry.Targets.Any(path.Contains);

    /// <summary>The first of the last deployments in a row of which it holds.</summary>
    private DateTimeOffset? Since(Func<DeploymentEntry, bool> holds)
    {
        DateTimeOffset? since = null;
        foreach (var entry in Finished)
            since = holds(entry) ? since ?? entry.At : null;
        return since;
    }

    /// <summary>When a declarative policy was last replaced by one of the same mode; null when the list is as it was created.</summary>
    public DateTimeOffset? ListChanged =>
        Deployments.Select(deployment => deployment.LastOrDefault(ChangesList)).LastOrDefault(e => e is not null)?.At;

    private static bool ChangesList(DeploymentEntry entry) =>
        entry.Step is { Call: StepCall.UpdatePolicy, Type: OrganizationPolicyType.DeclarativePolicyEc2 } step
        && InAuditMode(step.Content) != InAuditMode(step.PreviousContent);

    /// <summary>Documents that differ in their mode alone are the same in audit mode.</summary>
    private static string? InAuditMode(string? content) =>
        content is null ? null : PolicyContent.WithState(content, AllowedImagesState.AuditMode, openToChildren: false);

    /// <summary>
    /// The last deployment that changed what somebody decided: exceptions that end and repairs are nothing to go back from. Null when there
    /// is none.
    /// </summary>
    private DeploymentEntry? LastDecision =>
        Finished.LastOrDefault(e => e.Purpose is DeploymentPurpose.Update or DeploymentPurpose.Rollback);

    /// <summary>The rollback that was the last thing done; null when it was something else. No other rollback undoes it.</summary>
    public string? LastRollback =>
        UnfinishedStart is null && LastDecision is { IsRollback: true } last ? last.Deployment : null;

    /// <summary>What a rollback undoes without being told: the run that broke off, else the last one; null after a rollback.</summary>
    public string? LastToUndo
    {
        get
        {
            var finished = LastDecision is { IsRollback: false } last ? last.Deployment : null;
            return Broken?.Deployment ?? finished;
        }
    }

    /// <summary>Where a run began that did not end and was no rollback.</summary>
    private DeploymentEntry? Broken => UnfinishedStart is { Purpose: DeploymentPurpose.Update } start ? start : null;

    /// <summary>
    /// The entry with our policies as they stood before a deployment, and before the runs that did not end before it; null when there is
    /// no such deployment. One that did not end itself can be named too.
    /// </summary>
    /// <param name="deployment">Null for <see cref="LastToUndo"/>.</param>
    internal DeploymentEntry? StartOf(string? deployment)
    {
        var name = deployment ?? LastToUndo;
        var end = LastIndex(e => e.Event == DeploymentEvent.Finished && e.Deployment == name);
        if (end < 0)
            return Unfinished.FirstOrDefault(e => e.Event == DeploymentEvent.Started && e.Deployment == name);
        return Entries
            .Take(end)
            .Reverse()
            .TakeWhile(e => e.Event != DeploymentEvent.Finished)
            .LastOrDefault(e => e.Event == DeploymentEvent.Started);
    }

    /// <summary>
    /// Whether AWS knows of what an entry tells: its mark names an entry that comes after it. The hashes have no secret, so whoever
    /// may write the files could have written what comes later. True where AWS says nothing.
    /// </summary>
    internal bool IsConfirmed(DeploymentEntry entry, DeploymentMark? mark)
    {
        if (mark is null || FileOf(mark.Hash) is not { } marked || FileOf(entry.Hash) is not { } file)
            return true;
        if (file.Path != marked.Path)
            return file.Serial <= marked.Serial;
        // A mark of the beginning says nothing of what was recorded since.
        return !mark.HasEnded || Entries.IndexOf(entry) <= LastIndex(e => e.Hash == mark.Hash);
    }

    /// <summary>Whether AWS knows of the last run that ended.</summary>
    internal bool IsLastConfirmed(DeploymentMark? mark) =>
        Finished.LastOrDefault() is not { } last || IsConfirmed(last, mark);

    /// <summary>Our policies as the last run left them, as far as it came: what it found, and each call that it recorded.</summary>
    /// <param name="organization">Gives all but our policies.</param>
    public Organization LastKnown(Organization organization) => After(Entries, organization);

    /// <summary>The same for the last run that ended: what broke off since is left out.</summary>
    /// <param name="organization">Gives all but our policies.</param>
    public Organization LastFinished(Organization organization) =>
        After(Entries[..(LastIndex(e => e.Event == DeploymentEvent.Finished) + 1)], organization);

    /// <summary>AWS's id of a policy of <see cref="LastKnown"/>: one that was created has it from AWS's answer.</summary>
    public string IdOf(OrganizationPolicy policy) =>
        Entries
            .LastOrDefault(e =>
                e.PolicyId.Length > 0 && e.Step is { } step && step.Type == policy.Type && step.Policy == policy.Name
            )
            ?.PolicyId
        ?? policy.Id;

    /// <summary>Whether the last run that ended left a policy of ours attached somewhere.</summary>
    public bool LeftAttached
    {
        get
        {
            var nothing = new Organization
            {
                Id = "",
                ManagementAccount = default,
                RootId = "",
            };
            return !LastFinished(nothing).Attachments.IsEmpty;
        }
    }

    private static Organization After(ImmutableArray<DeploymentEntry> entries, Organization organization)
    {
        var start = entries.ToList().FindLastIndex(e => e.Event == DeploymentEvent.Started);
        if (start < 0)
            return organization with { Policies = [], Attachments = [] };
        var known = organization with
        {
            Policies = [.. entries[start].Before.Select(p => p.ToPolicy())],
            Attachments = [.. entries[start].Before.SelectMany(p => p.Attachments)],
        };
        return entries
            .Skip(start)
            .Where(e => e.Event == DeploymentEvent.Done)
            .Select(e => e.Step)
            .OfType<PlanStep>()
            .Aggregate(known, (state, step) => step.ApplyTo(state));
    }

    private int LastIndex(Predicate<DeploymentEntry> match) => Entries.ToList().FindLastIndex(match);
}
