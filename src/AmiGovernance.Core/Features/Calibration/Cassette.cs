using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Calibration;

/// <summary>
/// What a calibration asked and heard, without anything that tells whose organization it was. The findings are not in it: who takes it
/// over works them out from the calls.
/// </summary>
/// <param name="MadeOn">In UTC.</param>
/// <param name="Known">What stood for `{NAME}` in the texts of the experiments.</param>
public sealed record Cassette(
    DateOnly MadeOn,
    Partition Partition,
    RegionName Region,
    ImmutableSortedDictionary<string, string> Known,
    ImmutableArray<CassetteCall> Calls
)
{
    public const string FormatVersion = "1.0";

    /// <summary>The namespace of its signature (ssh-keygen(1), `-n`).</summary>
    public const string Purpose = "amigov-cassette";

    /// <summary>What stood for `{run}`: part of the names of policies and units.</summary>
    internal const string Run = "run";

    /// <summary>In bytes; a run makes some dozens of calls.</summary>
    public const int MaxBytes = 4 << 20;

    public static Cassette Of(CalibrationRequest request, CalibrationResult result, DateOnly on)
    {
        var standIns = new StandIns();
        return new Cassette(
            on,
            request.Partition,
            request.Region,
            ImmutableSortedDictionary<string, string>.Empty.Add(Run, request.Run),
            [.. result.Calls.Select(made => CassetteCall.Of(made, standIns))]
        );
    }

    /// <summary>Null where the calls do not tell it.</summary>
    public PossibleAnswer? AnswerTo(Experiment experiment)
    {
        var answers = new Answers(Known.ToImmutableDictionary());
        foreach (var call in Calls.Where(c => c.Purpose == experiment.Name))
            if (experiment.Calls.FirstOrDefault(step => step.Name == call.Name) is { } step)
                answers.Add(step, call.Answer);
        return experiment.Answers.FirstOrDefault(a => answers.Hold(a.When));
    }
}
