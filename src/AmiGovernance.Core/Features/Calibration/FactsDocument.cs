using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Features.Calibration;

/// <summary>What amigov takes AWS to do, and how well each is known.</summary>
/// <param name="Facts">On which decisions rest.</param>
/// <param name="Experiments">What AWS does not document, as far as it was measured.</param>
public sealed record FactsDocument(ImmutableArray<FactPart> Facts, ImmutableArray<ExperimentPart> Experiments)
    : ReportDocument
{
    public static FactsDocument Of(MeasuredFacts measured) =>
        new(
            [.. AwsFacts.All.Select(fact => FactPart.Of(fact, measured))],
            [.. ExperimentFiles.All.Select(e => ExperimentPart.Of(e, measured.Find(e.Name)))]
        );
}

/// <param name="Name">As docs/corrections.md has it.</param>
/// <param name="Value">As text.</param>
/// <param name="Known">How well it is known.</param>
/// <param name="Source">A page, a public repository, or a cassette.</param>
/// <param name="Date">On which the source was looked at, or it was measured.</param>
public sealed record FactPart(string Name, string Value, string Known, string Source, string Date)
{
    /// <summary>What is gone by, where that is more than the answer says.</summary>
    private static string ValueOf(string fact, MeasuredFact found, MeasuredFacts measured) =>
        fact switch
        {
            "blocked-launch" => string.Join(", ", measured.BlockedLaunch.Codes),
            "scp-characters" => measured.Known.ScpCharacters.Value.ToString(CultureInfo.InvariantCulture),
            _ => found.Value,
        };

    internal static FactPart Of(AwsFact fact, MeasuredFacts measured)
    {
        var experiment = ExperimentFiles.All.FirstOrDefault(e => e.Settles.Contains($"fact:{fact.Id}"));
        return experiment is not null && measured.Find(experiment.Name) is { } found
            ? new FactPart(fact.Id, ValueOf(fact.Id, found, measured), found.Known, found.Source, found.Date.Text())
            : new FactPart(fact.Id, fact.ValueText, fact.Mark.Text(), fact.Source, fact.Date.Text());
    }
}

/// <param name="Name">As `calibrate --experiment` takes it.</param>
/// <param name="Question">To AWS.</param>
/// <param name="Value">Left out where it was not measured.</param>
/// <param name="Source">The cassette; left out where it was not measured.</param>
public sealed record ExperimentPart(string Name, string Question, string? Value, string? Source)
{
    internal static ExperimentPart Of(Experiment experiment, MeasuredFact? measured) =>
        new(experiment.Name, experiment.Question, measured?.Value, measured?.Source);
}
