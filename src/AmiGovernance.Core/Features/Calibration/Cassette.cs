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
    /// <summary>Whether AWS answered, and not a sandbox or another double; null where the cassette does not say.</summary>
    public bool? IsOfAws { get; init; }

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

    /// <summary>Whether it is the call that the experiment makes now: an earlier version may have asked otherwise.</summary>
    private static bool IsOf(CallStep step, CassetteCall call) =>
        call.Action == step.Call
        && step.With.Where(p => IsFixed(p.Value)).All(p => call.With.GetValueOrDefault(p.Key, p.Value) == p.Value);

    /// <summary>Words, such as `true`: what is filled in, and what looks like somebody's id, is another text in the cassette.</summary>
    private static bool IsFixed(string value) => value.All(char.IsAsciiLetter);

    /// <summary>Null where the calls do not tell it.</summary>
    public PossibleAnswer? AnswerTo(Experiment experiment)
    {
        if (!Stood(experiment))
            return null;
        var answers = new Answers(Known.ToImmutableDictionary());
        foreach (var step in experiment.Calls)
            // A run makes each call once: of two, nobody knows which one counts.
            if (CallsOf(experiment.Name, step).ToList() is [var call] && IsOf(step, call))
                answers.Add(step, call.Answer);
        return experiment.Answers.FirstOrDefault(a => answers.Hold(a.When));
    }

    /// <summary>A run asks nothing where the scene does not stand. Earlier versions may have set it up with other calls.</summary>
    private bool Stood(Experiment experiment)
    {
        var scene = ExperimentFiles.Scenes.First(s => s.Name == experiment.Scene);
        return scene
            .Calls.Where(step => experiment.NeedsSecond || !step.NeedsSecond)
            .All(step => CallsOf(scene.Name, step).All(call => IsDone(step, call)));
    }

    private bool IsDone(CallStep step, CassetteCall call)
    {
        if (step.Until.IsEmpty)
            return call.Answer.IsDone;
        var answers = new Answers(Known.ToImmutableDictionary());
        answers.Add(step, call.Answer);
        return answers.Hold(step.Until);
    }

    private IEnumerable<CassetteCall> CallsOf(string purpose, CallStep step) =>
        Calls.Where(c => c.Purpose == purpose && c.Name == step.Name);
}
