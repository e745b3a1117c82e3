using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>Calls that somebody wants to have made, with all that is known of them. Only use cases that plan can propose.</summary>
public sealed class ProposedDeployment
{
    internal ProposedDeployment(DeploymentKind kind, Plan plan, Organization observed, DesiredState desired)
    {
        Kind = kind;
        Plan = plan;
        Observed = observed;
        Desired = desired;
    }

    public DeploymentKind Kind { get; }

    /// <summary>The calls to be made; those that an earlier run made are recognized.</summary>
    public Plan Plan { get; }

    /// <summary>The organization as it was read.</summary>
    public Organization Observed { get; }

    /// <summary>Tells which policies are ours.</summary>
    public DesiredState Desired { get; }

    /// <summary>The plan that was looked at before; null for one that is shown now.</summary>
    public ReviewedPlan? Reviewed { get; internal init; }

    /// <summary>
    /// Our policies as the record is to have them before the calls; null for those of <see cref="Observed"/>, which is all of them then.
    /// </summary>
    public ImmutableArray<RecordedPolicy>? Before { get; internal init; }

    /// <summary>The guarantees once the calls are made; null for a rollback, and where there is nothing to do.</summary>
    public DeploymentProof? Proof { get; internal init; }

    /// <summary>How the decisions of our policies change; null when that is not known.</summary>
    public MeaningDifference? Meaning { get; internal init; }

    public required AffectedAccounts Accounts { get; init; }

    /// <summary>What gets weaker; empty for a promotion, which only makes stricter.</summary>
    public ImmutableArray<Weakening> Weaker { get; internal init; } = [];

    /// <summary>The gates of a promotion, as they were looked at; empty for one that is gone on with.</summary>
    public ImmutableArray<Gate> Gates { get; internal init; } = [];

    /// <summary>Whether a promotion is gone on with whose gates were passed and recorded.</summary>
    public bool PassedItsGates { get; internal init; }

    /// <summary>Where a run began that broke off, and that this one ends in the record; null when every run ended.</summary>
    public DeploymentEntry? Closes { get; internal init; }

    /// <summary>In an emergency: the run that may be at work, in words, and that this one stops; null when none is known.</summary>
    public string? Stops { get; internal init; }

    /// <summary>Reads the organization as it was read for the plan; null in an emergency, and where nobody is asked.</summary>
    internal Func<IProgress<ReadProgress>?, CancellationToken, Task<Organization>>? ReadAgain { get; init; }

    /// <summary>Exceptions that have ended, and whose images the declarative policies let in until now.</summary>
    public ImmutableArray<RenderDate> Ended { get; internal init; } = [];

    /// <summary>What ends by itself, what is not there, and what stays off, a sentence each.</summary>
    public ImmutableArray<string> Notes =>
        [
            .. Ended.Select(EndedExceptions.Text),
            .. new[]
            {
                ScpAlone.In(Observed) ? ScpAlone.Note : null,
                TrustedAccess.Note(Observed, Plan),
                CarrierNote(),
            }.OfType<string>(),
        ];

    private string? CarrierNote() =>
        Desired.Carrier == Carrier.Amigov || Plan.IsEmpty
            ? null
            : $"{Desired.Carrier.Title()} deploys the policies: it makes these changes once it has the files of"
                + $" {SuggestedCommand.Of($"amigov export {Desired.Carrier.Name()}")}, in its own order";

    /// <summary>Nothing is to be done, nor to be recorded.</summary>
    public bool IsEmpty => Plan.IsEmpty && Closes is null && Stops is null;

    /// <summary>The same, once its gates were looked at.</summary>
    public ProposedDeployment WithGates(ImmutableArray<Gate> gates) =>
        new(Kind, Plan, Observed, Desired)
        {
            Reviewed = Reviewed,
            Before = Before,
            Proof = Proof,
            Meaning = Meaning,
            Accounts = Accounts,
            Ended = Ended,
            Weaker = Weaker,
            Gates = gates,
            PassedItsGates = PassedItsGates,
            Closes = Closes,
            Stops = Stops,
            ReadAgain = ReadAgain,
        };

    internal static DeploymentProof? Prove(GovernanceConfig config, Plan plan, Organization after, DateOnly today) =>
        plan.IsEmpty ? null : ProveDeployment.Run(config, after, today);
}
