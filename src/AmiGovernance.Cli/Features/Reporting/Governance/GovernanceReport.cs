using System.Collections.Immutable;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Impact;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.Cli.Features.Reporting.Governance;

/// <summary>Where governance stands: what each source says, each as the command of its own reports it.</summary>
/// <param name="AsOf">The day (UTC) on which exceptions are looked at.</param>
/// <param name="At">When it was made.</param>
internal sealed record GovernanceReport(DateOnly AsOf, DateTimeOffset At)
{
    /// <summary>`amigov status`; null when the organization was not read.</summary>
    public StatusReport? Status { get; init; }

    /// <summary>`amigov exception report`; null when requests or configuration cannot be read.</summary>
    public ExceptionReport? Exceptions { get; init; }

    /// <summary>`amigov prove`, of the policies alone; null when they cannot be read.</summary>
    public IReadOnlyList<GuaranteeResult>? Guarantees { get; init; }

    /// <summary>`amigov history`; null when the record cannot be read: then nothing is known of deployments.</summary>
    public DeploymentLog? Deployments { get; init; }

    /// <summary>Why the record may not tell of all deployments; null where the organization says that it does.</summary>
    public string? RecordLacks =>
        Status is null ? "the organization was not asked whether the record here is whole" : Status.RecordLacks;

    /// <summary>`amigov backtest`; null when no trail was read.</summary>
    public BacktestReport? Backtest { get; init; }

    /// <summary>What was decided on findings when they were read.</summary>
    public ImmutableArray<TriageEntry> Decided { get; init; } = [];

    /// <summary>`amigov impact`; null when nobody looked into the accounts.</summary>
    public ImpactReport? Impact { get; init; }

    /// <summary>The inventory; null when there is none.</summary>
    public ImageSummary? Images { get; init; }

    /// <summary>What nobody asked for: named, with the option that brings it.</summary>
    public ImmutableArray<string> NotAsked { get; init; } = [];

    /// <summary>What was asked for and could not be read, or not whole.</summary>
    public ImmutableArray<string> NotRead { get; init; } = [];

    /// <summary>What needs a decision, the most dangerous first.</summary>
    public ImmutableArray<Cell> Concerns => GovernanceConcerns.Of(this);

    /// <summary>What comes next in the rollout.</summary>
    public ImmutableArray<string> Next { get; init; } = [];
}
