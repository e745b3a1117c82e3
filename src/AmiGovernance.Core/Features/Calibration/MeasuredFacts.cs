using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Calibration;

/// <summary>The facts that the governance repository has measured, of one partition; they go before what is assumed.</summary>
public sealed record MeasuredFacts(ImmutableArray<MeasuredFact> All)
{
    public static readonly MeasuredFacts None = new([]);

    /// <summary>What cannot be read is reported and left out.</summary>
    public static MeasuredFacts Read(IFileReader files, Partition partition, DiagnosticBag bag)
    {
        var paths = files.List($"{MeasuredFact.Folder}/{partition.Name()}");
        return new MeasuredFacts([
            .. paths
                .Where(path => path.EndsWith(".json", StringComparison.Ordinal))
                .Select(path => files.Read(path, bag) is { } source ? MeasuredFact.Read(source, bag) : null)
                .OfType<MeasuredFact>(),
        ]);
    }

    /// <summary>Null where it was not measured.</summary>
    public MeasuredFact? Find(string experiment) => All.FirstOrDefault(f => f.Experiment == experiment);

    /// <summary>Which errors of launches may be those of Allowed AMIs: the measured one alone, where there is one.</summary>
    public BlockedLaunch BlockedLaunch =>
        Find("launch-denied") is { } measured
            ? new BlockedLaunch([measured.Value], $"measured: {measured.Source}")
            : BlockedLaunch.Assumed;

    /// <summary>As the sandbox takes them: `NAME=ANSWER`.</summary>
    public IEnumerable<string> Assumptions =>
        from fact in All
        join experiment in ExperimentFiles.All on fact.Experiment equals experiment.Name
        where experiment.Assumption is not null
        select $"{experiment.Assumption}={fact.Value}";
}
