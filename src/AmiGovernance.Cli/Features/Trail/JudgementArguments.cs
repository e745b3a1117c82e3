using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Impact;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What calls and uses are judged by, and where it is kept what was decided on findings.</summary>
/// <param name="Policies">A folder.</param>
/// <param name="Config">A file, which need not be there.</param>
/// <param name="Triage">A folder.</param>
/// <param name="UpdatesTriage">Whether findings without an entry get one.</param>
internal sealed record JudgementArguments(string Policies, string Config, string Triage, bool UpdatesTriage)
{
    /// <summary>The folder of other policies to compare with; null for none.</summary>
    public string? Against { get; init; }

    /// <summary>Null with a report when there are no policies, or a file has a mistake.</summary>
    public JudgementInput? Read(IFileStore files, DiagnosticBag bag)
    {
        var policies = PolicySet.Read(Policies, files, bag);
        var against = Against is null ? null : PolicySet.Read(Against, files, bag);
        var config = ReadConfig(files, bag);
        var triage = TriageFiles.Read(files, Triage, bag);
        return policies is null || bag.HasErrors
            ? null
            : new JudgementInput(this, policies, config, triage) { Against = against };
    }

    /// <summary>Null when there is no configuration: then nothing is said of publishers and exceptions.</summary>
    private GovernanceConfig? ReadConfig(IFileStore files, DiagnosticBag bag)
    {
        if (!files.Exists(Config) || files.Read(Config, bag) is not { } source)
            return null;
        return ConfigReader.Read(source, bag);
    }
}

/// <summary>The files that <see cref="JudgementArguments"/> name.</summary>
/// <param name="Config">Null when it is not known.</param>
internal sealed record JudgementInput(
    JudgementArguments Arguments,
    PolicySet Policies,
    GovernanceConfig? Config,
    Triage Triage
)
{
    /// <summary>Null for none.</summary>
    public PolicySet? Against { get; init; }

    /// <param name="organization">Null when it is not known.</param>
    public BacktestTrail Backtest(ImageOwners owners, Organization? organization, DateTimeOffset now) =>
        new(new BacktestInput(Policies, owners, Config, organization, Triage, now) { Against = Against });

    /// <param name="accounts">Empty for every account of the organization.</param>
    /// <param name="regions">Empty for every enabled Region.</param>
    public ImpactRequest Impact(
        ImmutableArray<AccountId> accounts,
        ImmutableArray<RegionName> regions,
        DateTimeOffset now
    ) => new(Policies, Config, Triage, accounts, regions, now);
}
