using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
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
    /// <param name="today">The day on which enforcement would begin.</param>
    public JudgementInput? Read(IFileStore files, DateOnly today, DiagnosticBag bag)
    {
        var policies = PolicySet.Read(Policies, files, bag);
        var against = Against is null ? null : PolicySet.Read(Against, files, bag);
        var config = ReadConfig(files, bag);
        var triage = TriageFiles.Read(files, Triage, bag);
        if (!UpdatesTriage)
            TriageFiles.ReportMissing(files, Triage, bag, Severity.Warning);
        if (policies is null || bag.HasErrors)
            return null;
        var enforced = Enforced(policies, files, today);
        if (enforced.IsUnknown)
            ReportUnknown(bag);
        return new JudgementInput(this, policies, config, triage) { Against = against, Enforced = enforced };
    }

    /// <summary>Policies are compared as they are: of the others there is no configuration.</summary>
    private EnforcedPolicies Enforced(PolicySet policies, IFileStore files, DateOnly today) =>
        Against is null ? EnforcedPolicies.Of(policies, Config, today, files) : new(null, policies.LeavesOutLaunches);

    private void ReportUnknown(DiagnosticBag bag)
    {
        var generate = SuggestedCommand.Of($"amigov generate --mode enabled --out DIR");
        var why = Against is null
            ? $", and `{Config}` is not there to say it, or gives no policies"
            : ": what it denies is not compared";
        bag.Report(
            TrailDiagnostics.EnforcementUnknown,
            SourceLocation.OfFile(SourceText.Missing(Policies)),
            $"the policies in `{Policies}` are in audit mode and do not hold which launches enforcement denies{why}",
            $"{generate} writes the policies as they will be enforced; then `--policies DIR`"
        );
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

    public EnforcedPolicies Enforced { get; init; } = EnforcedPolicies.Held;

    /// <summary>What a trail must be asked.</summary>
    public TrailQuestion Question(TrailFilter filter) =>
        BacktestTrail.Question(filter, Policies, Against, Enforced.Policies);

    /// <param name="organization">Null when it is not known.</param>
    public BacktestTrail Backtest(ImageOwners owners, Organization? organization, DateTimeOffset now) =>
        new(
            new BacktestInput(Policies, owners, Config, organization, Triage, now)
            {
                Against = Against,
                Enforced = Enforced,
            }
        );

    /// <param name="accounts">Empty for every account of the organization.</param>
    /// <param name="regions">Empty for every enabled Region.</param>
    public ImpactRequest Impact(
        ImmutableArray<AccountId> accounts,
        ImmutableArray<RegionName> regions,
        DateTimeOffset now
    ) => new(Policies, Config, Triage, accounts, regions, now) { Enforced = Enforced };
}
