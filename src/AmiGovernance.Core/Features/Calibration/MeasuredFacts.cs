using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Calibration;

/// <summary>
/// The measured facts of one partition, which go before what is assumed: those of the governance repository, and where it has none those
/// that amigov was released with.
/// </summary>
public sealed record MeasuredFacts(ImmutableArray<MeasuredFact> All)
{
    private const string Prefix = "measured:";

    public static readonly MeasuredFacts None = new([]);

    private static readonly Lazy<ImmutableArray<MeasuredFact>> LazyReleased = new(() =>
        [.. EmbeddedFile.Names(Prefix).Select(ReadReleased)]
    );

    /// <summary>Of `facts/` in amigov's own repository, of all partitions.</summary>
    public static ImmutableArray<MeasuredFact> Released => LazyReleased.Value;

    /// <summary>What cannot be read is reported and left out.</summary>
    public static MeasuredFacts Read(IFileReader files, Partition partition, DiagnosticBag bag)
    {
        var own = OfRepository(files, partition, bag);
        return new MeasuredFacts([
            .. own,
            .. Released.Where(r => r.Partition == partition && own.All(o => o.Experiment != r.Experiment)),
        ]);
    }

    /// <summary>
    /// For those who generate or deploy by them: one that does not count is an error, for what is assumed in its place may be otherwise.
    /// </summary>
    public static MeasuredFacts Demand(IFileReader files, Partition partition, DiagnosticBag bag)
    {
        var reading = Reading.Of(found => Read(files, partition, found));
        bag.AddRange(reading.Findings.Select(f => f with { Severity = Severity.Error }));
        return reading.Value ?? None;
    }

    /// <summary>Without what amigov was released with, and without what no cassette shows.</summary>
    internal static ImmutableArray<MeasuredFact> OfRepository(IFileReader files, Partition partition, DiagnosticBag bag)
    {
        var shown = new ShownFacts(files);
        return
        [
            .. files
                .List($"{MeasuredFact.Folder}/{partition.Name()}")
                .Where(path => path.EndsWith(".json", StringComparison.Ordinal))
                .Select(path => files.Read(path, bag) is { } source ? shown.Read(source, bag) : null)
                .OfType<MeasuredFact>(),
        ];
    }

    private static MeasuredFact ReadReleased(string name)
    {
        var source = new SourceText(name, EmbeddedFile.Read(name));
        return Reading.Of(bag => MeasuredFact.Read(source, bag)).Sound;
    }

    /// <summary>Null where it was not measured.</summary>
    public MeasuredFact? Find(string experiment) => All.FirstOrDefault(f => f.Experiment == experiment);

    /// <summary>As decisions take them.</summary>
    public KnownFacts Known =>
        new()
        {
            ScpCharacters = Fact(
                "scp-characters",
                KnownFacts.Assumed.ScpCharacters.Value,
                ("less", AwsFacts.ScpCharactersBefore.Value)
            ),
            Locks = Fact(
                "locked-node",
                KnownFacts.Assumed.Locks.Value,
                ("open", LockReach.KnownKeys),
                ("sealed", LockReach.Everything)
            ),
            DryRunShowsBoth = Fact("dry-run", false, ("policies-too", true)),
            BlockedLaunch = BlockedLaunch,
        };

    /// <param name="usual">For every other answer.</param>
    private KnownFact<T> Fact<T>(string experiment, T usual, params ReadOnlySpan<(string Answer, T Value)> others)
    {
        if (Find(experiment) is not { } fact)
            return new KnownFact<T>(usual);
        var value = usual;
        foreach (var other in others)
            if (other.Answer == fact.Value)
                value = other.Value;
        return new KnownFact<T>(value, $"{fact.Experiment} is `{fact.Value}`, {fact.Source}");
    }

    /// <summary>
    /// Which errors of launches may be those of Allowed AMIs: the measured one alone, where there is one, and that of shared images, where
    /// it is another.
    /// </summary>
    public BlockedLaunch BlockedLaunch
    {
        get
        {
            if (Find("launch-denied") is not { } measured)
                return BlockedLaunch.Assumed;
            ImmutableArray<string> codes = Find("shared-denied") is { } shared
                ? [.. new[] { measured.Value, shared.Value }.Distinct(StringComparer.Ordinal)]
                : [measured.Value];
            return new BlockedLaunch(codes, $"measured: {measured.Source}");
        }
    }

    /// <summary>As the sandbox takes them: `NAME=ANSWER`.</summary>
    public IEnumerable<string> Assumptions =>
        from fact in All
        join experiment in ExperimentFiles.All on fact.Experiment equals experiment.Name
        where experiment.Assumption is not null
        select $"{experiment.Assumption}={fact.Value}";
}
