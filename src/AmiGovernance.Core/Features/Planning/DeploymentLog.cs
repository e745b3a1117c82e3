using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>The deployment record as read, with what is wrong with its chain.</summary>
/// <param name="Length">The bytes of whole lines. What comes after is a line that a killed run did not end; it counts as not written.</param>
public sealed record DeploymentLog(ImmutableArray<DeploymentEntry> Entries, int Length)
{
    public const string Path = "deployments/log.jsonl";

    private static readonly string[] Keys =
    [
        "event",
        "at",
        "deployment",
        "who",
        "organization",
        "why",
        "mode",
        "policy_id",
        "detail",
        "targets",
        "stages",
        "before",
        "step",
        "previous",
        "hash",
    ];

    public static DeploymentLog Empty { get; } = new([], 0);

    public string LastHash => Entries.IsEmpty ? "" : Entries[^1].Hash;

    /// <summary>Reads and verifies; what does not hold together is reported and reading goes on.</summary>
    public static DeploymentLog Read(SourceText source, DiagnosticBag bag)
    {
        var log = ChainedLog.Read(
            source,
            Entry,
            PlanningDiagnostics.LogBroken,
            "the record is append-only: restore it from version control; `amigov history --verify` checks it",
            bag
        );
        return new DeploymentLog(log.Entries, log.Length);
    }

    private static DeploymentEntry? Entry(SourceText line, DiagnosticBag bag)
    {
        if (
            JsonParser.Parse(line, bag) is not { } tree
            || ObjectReader.Open(tree, tree.Root, Keys, bag) is not { } root
        )
            return null;
        foreach (var key in new[] { "event", "at", "deployment", "previous", "hash" })
            root.Require(key);
        var known = DeploymentEntry.EventNames.ToList().IndexOf(root.Choice("event", DeploymentEntry.EventNames) ?? "");
        if (
            known < 0
            || !DateTimeOffset.TryParse(
                Raw(root, "at"),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var at
            )
        )
            return null;
        return new DeploymentEntry((DeploymentEvent)known, at, Raw(root, "deployment"))
        {
            Who = Raw(root, "who"),
            Organization = Raw(root, "organization"),
            Why = Raw(root, "why"),
            Mode = Raw(root, "mode"),
            PolicyId = Raw(root, "policy_id"),
            Detail = Raw(root, "detail"),
            Targets = [.. root.List("targets", 0).Select(n => root.Text(n)).OfType<string>()],
            Stages = [.. root.List("stages", 0).Select(n => root.Text(n)).OfType<string>()],
            Before = [.. root.List("before", 0).Select(n => RecordedPolicy.Read(root, n)).OfType<RecordedPolicy>()],
            Step = root.Node["step"] is { } step ? PlanFile.ReadStep(root, step) : null,
            Previous = Raw(root, "previous"),
            Hash = Raw(root, "hash"),
        };
    }

    private static string Raw(ObjectReader root, string key) => (root.Node[key] as JsonString)?.Value ?? "";

    /// <summary>The deployments, each as the entries of its own, oldest first.</summary>
    public IEnumerable<IGrouping<string, DeploymentEntry>> Deployments => Entries.GroupBy(e => e.Deployment);

    /// <summary>When the mode in effect began; null when no finished deployment brought one, or the last one took everything away.</summary>
    public (string Mode, DateTimeOffset Since)? CurrentMode
    {
        get
        {
            (string Mode, DateTimeOffset Since)? current = null;
            foreach (var entry in Finished)
                if (entry.Mode.Length == 0)
                    current = null;
                else if (current?.Mode != entry.Mode)
                    current = (entry.Mode, entry.At);
            return current;
        }
    }

    private IEnumerable<DeploymentEntry> Finished => Entries.Where(e => e.Event == DeploymentEvent.Finished);

    /// <summary>Since when a part of the organization is in audit mode without a break; null when it is not.</summary>
    /// <param name="path">From the root down to the target.</param>
    public DateTimeOffset? InAuditSince(IReadOnlyCollection<string> path)
    {
        DateTimeOffset? since = null;
        foreach (var entry in Finished)
            since =
                entry.Mode == AllowedImagesState.AuditMode.Name()
                && entry.Targets.Any(path.Contains)
                && !entry.Stages.Any(path.Contains)
                    ? since ?? entry.At
                    : null;
        return since;
    }

    /// <summary>When a declarative policy was last replaced by one of the same mode; null when the list is as it was created.</summary>
    public DateTimeOffset? ListChanged
    {
        get
        {
            DateTimeOffset? changed = null;
            foreach (var deployment in Deployments)
                if (
                    deployment.LastOrDefault(e =>
                        e.Step
                            is { Call: StepCall.UpdatePolicy, Type: OrganizationPolicyType.DeclarativePolicyEc2 } step
                        && !OnlyMode(step)
                    ) is
                    { } entry
                )
                    changed = entry.At;
            return changed;
        }
    }

    private static bool OnlyMode(PlanStep step) => InAuditMode(step.Content) == InAuditMode(step.PreviousContent);

    private static string? InAuditMode(string? content) =>
        content is not null
        && JsonParser.Parse(SourceText.FromString("policy", content), new DiagnosticBag()) is { } tree
            ? DeclarativeState.With(tree.Root, AllowedImagesState.AuditMode, openToChildren: false)
            : content;

    /// <summary>Since when a part of the organization is enforced without a break; null when it is not.</summary>
    /// <param name="path">From the root down to the target.</param>
    public DateTimeOffset? EnforcedSince(IReadOnlyCollection<string> path)
    {
        DateTimeOffset? since = null;
        foreach (var entry in Finished)
            since =
                (entry.Mode == AllowedImagesState.Enabled.Name() && entry.Targets.Any(path.Contains))
                || entry.Stages.Any(path.Contains)
                    ? since ?? entry.At
                    : null;
        return since;
    }

    /// <summary>
    /// Our policies as they stood before a deployment, and before the runs that did not end before it; null when there is no such
    /// deployment.
    /// </summary>
    /// <param name="deployment">Null for the last one that finished.</param>
    public ImmutableArray<RecordedPolicy>? Before(string? deployment)
    {
        var finished = Finished.LastOrDefault(e => deployment is null || e.Deployment == deployment);
        if (finished is null)
            return null;
        var end = Entries.IndexOf(finished);
        var start = end;
        for (var i = end - 1; i >= 0 && Entries[i].Event != DeploymentEvent.Finished; i--)
            if (Entries[i].Event == DeploymentEvent.Started)
                start = i;
        return start == end ? null : Entries[start].Before;
    }

    /// <summary>The runs after the last one that finished, from the first of them on; empty when there is none.</summary>
    public ImmutableArray<DeploymentEntry> Unfinished =>
        [.. Entries.Skip(Entries.ToList().FindLastIndex(e => e.Event == DeploymentEvent.Finished) + 1)];

    /// <summary>Our policies as the last run left them, as far as it came: what it found, and each call that it recorded.</summary>
    public Organization LastKnown(Organization organization)
    {
        var start = Entries.ToList().FindLastIndex(e => e.Event == DeploymentEvent.Started);
        if (start < 0)
            return organization with { Policies = [], Attachments = [] };
        var known = organization with
        {
            Policies =
            [
                .. Entries[start]
                    .Before.Select(p => new OrganizationPolicy(p.Id, p.Name, p.Type, p.Content)
                    {
                        Description = p.Description,
                        Tags = p.Tags,
                    }),
            ],
            Attachments =
            [
                .. Entries[start].Before.SelectMany(p => p.Targets.Select(t => new PolicyAttachment(t, p.Id))),
            ],
        };
        return Entries
            .Skip(start)
            .Where(e => e is { Event: DeploymentEvent.Done, Step: not null })
            .Aggregate(known, (state, e) => e.Step?.ApplyTo(state) ?? state);
    }
}
