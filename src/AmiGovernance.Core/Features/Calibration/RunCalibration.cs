using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Calibration;

namespace AmiGovernance.Core.Features.Calibration;

/// <summary>
/// Sets up one scene after the other, makes the calls of its experiments, and removes what was made: also when it is ended early.
/// </summary>
/// <param name="progress">Told what is done, a line each.</param>
public sealed class RunCalibration(IExperimentCalls aws, TimeProvider time, IProgress<string>? progress = null)
{
    /// <summary>Of Amazon Linux 2023, as Amazon names them: small, and without a price of their own.</summary>
    private const string ImageName = "al2023-ami-2023.*-x86_64";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);

    private readonly List<MadeCall> made = [];
    private readonly List<ExperimentFinding> findings = [];
    private readonly List<string> removed = [];
    private ImmutableArray<string> left = [];

    /// <summary>What is known so far: all of it after a run, and the scenes that were finished where it was cancelled.</summary>
    public CalibrationResult Result => new([.. findings], [.. made], [.. removed], left);

    /// <exception cref="OperationCanceledException">It was cancelled; what was made is removed all the same.</exception>
    public async Task<CalibrationResult> Run(CalibrationRequest request, CancellationToken cancel)
    {
        var cleanUp = new CleanUpCalibration(aws, request.Accounts, request.Run);
        var known = await Known(request, cancel);
        foreach (var scene in ExperimentFiles.ScenesOf(request.Possible))
        {
            var ofScene = request.Possible.Where(e => e.Scene == scene.Name).ToList();
            // A policy of an earlier scene would answer in the place of this one's. What was left is tried once more.
            if (!left.IsEmpty)
                left = await Clean(cleanUp);
            if (!left.IsEmpty)
            {
                var why = $"the scene was not set up: an earlier one left {string.Join(", ", left)}";
                findings.AddRange(ofScene.Select(e => new ExperimentFinding(e, null, why)));
                continue;
            }
            try
            {
                await Settle(scene, ofScene, request, known, cancel);
            }
            finally
            {
                left = await Clean(cleanUp);
            }
        }
        findings.AddRange(
            request.Impossible.Select(e => new ExperimentFinding(
                e,
                null,
                "it needs a second account, which was not named"
            ))
        );
        return Result;
    }

    private async Task<ImmutableArray<string>> Clean(CleanUpCalibration cleanUp)
    {
        progress?.Report("removing what was made");
        var cleaned = await cleanUp.Run(CancellationToken.None);
        removed.AddRange(cleaned.Removed);
        return cleaned.Left;
    }

    private async Task Settle(
        Scene scene,
        IReadOnlyList<Experiment> experiments,
        CalibrationRequest request,
        ImmutableDictionary<string, string> known,
        CancellationToken cancel
    )
    {
        progress?.Report($"scene {scene.Name}: {scene.About}");
        var answers = new Answers(known);
        var needsSecond = experiments.Any(e => e.NeedsSecond);
        var shared = needsSecond ? await Stand(scene, forSecond: true, answers, request, cancel) : null;
        // What only some need keeps nothing from the others.
        var isForNobody = shared is not null && experiments.All(e => e.NeedsSecond);
        var all = isForNobody ? shared : await Stand(scene, forSecond: false, answers, request, cancel);
        foreach (var experiment in experiments)
        {
            var problem = experiment.NeedsSecond ? all ?? shared : all;
            findings.Add(
                problem is null
                    ? await Ask(experiment, answers, request, cancel)
                    : new ExperimentFinding(experiment, null, $"the scene does not stand: {problem}")
            );
        }
    }

    /// <summary>Null when it stands.</summary>
    /// <param name="forSecond">Whether only what experiments with a second account need, or only the rest.</param>
    private Task<string?> Stand(
        Scene scene,
        bool forSecond,
        Answers answers,
        CalibrationRequest request,
        CancellationToken cancel
    )
    {
        ImmutableArray<CallStep> steps = [.. scene.Calls.Where(step => step.NeedsSecond == forSecond)];
        return Make(scene.Name, steps, answers, request, stopsWhenRefused: true, cancel);
    }

    private async Task<ExperimentFinding> Ask(
        Experiment experiment,
        Answers answers,
        CalibrationRequest request,
        CancellationToken cancel
    )
    {
        progress?.Report(experiment.Question);
        var calls = experiment.Calls;
        var failed = await Make(experiment.Name, calls, answers, request, stopsWhenRefused: false, cancel);
        var answer = experiment.Answers.FirstOrDefault(a => answers.Hold(a.When));
        return new ExperimentFinding(experiment, answer, answer is null ? failed ?? Unknown(experiment) : "");
    }

    private string Unknown(Experiment experiment)
    {
        var last = made.Last(m => m.Purpose == experiment.Name);
        var said = last.Answer.IsDone ? "an answer" : last.Answer.Code;
        return $"{last.Call.Action} had {said} that the experiment does not know";
    }

    /// <summary>Null when all were made.</summary>
    /// <param name="stopsWhenRefused">As a scene does; an experiment may ask for the refusal.</param>
    private async Task<string?> Make(
        string purpose,
        ImmutableArray<CallStep> steps,
        Answers answers,
        CalibrationRequest request,
        bool stopsWhenRefused,
        CancellationToken cancel
    )
    {
        foreach (var step in steps)
        {
            var (call, answer) = await Once(step, answers, request, cancel);
            var until = time.GetUtcNow() + LongestWait;
            while (!answers.Hold(step.Until) && !IsRefused(step, answer) && time.GetUtcNow() < until)
            {
                await Task.Delay(Pause, time, cancel);
                (call, answer) = await Once(step, answers, request, cancel);
            }
            made.Add(new MadeCall(purpose, step, call, answer, answers.Fill));
            if (!step.Until.IsEmpty && IsRefused(step, answer))
                return $"{step.Call}: {answer.Code}: {answer.Message}";
            if (!answers.Hold(step.Until))
                return $"{step.Call} did not answer as it should within {LongestWait.TotalMinutes} minutes";
            if (stopsWhenRefused && step.Until.IsEmpty && !answer.IsDone)
                return $"{step.Call}: {answer.Code}: {answer.Message}";
        }
        return null;
    }

    /// <summary>Who may not make a call has nothing to wait for, unless the refusal is what is waited for.</summary>
    private static bool IsRefused(CallStep step, ServiceAnswer answer) =>
        answer.Code is "AccessDenied" or "AccessDeniedException" or AwsFailure.NoCredentials
        || answer.Code is "ExpiredTokenException" or "ExpiredToken" or "RequestExpired"
        // Not AuthFailure: it answers for images, too, that are not shared yet.
        || answer.Code is "InvalidClientTokenId" or "UnrecognizedClientException" or "SignatureDoesNotMatch"
        || answer.Code == AwsFacts.Denied.Value
            && !step.Until.Keys.Any(k => k.EndsWith(":code", StringComparison.Ordinal));

    private async Task<(ServiceCall Call, ServiceAnswer Answer)> Once(
        CallStep step,
        Answers answers,
        CalibrationRequest request,
        CancellationToken cancel
    )
    {
        var call = answers.CallOf(step);
        AccountId? by = step.By switch
        {
            CallStep.ByOrganization => null,
            CallStep.BySecond => request.Second,
            _ => request.Account,
        };
        var answer = await aws.Make(by, call, cancel);
        answers.Add(step, answer);
        return (call, answer);
    }

    private async Task<ImmutableDictionary<string, string>> Known(CalibrationRequest request, CancellationToken cancel)
    {
        var parent = await aws.Make(null, Calls.Parents(request.Account.Value), cancel);
        var images = await aws.Make(request.Account, Calls.AmazonImages(ImageName), cancel);
        return new Dictionary<string, string>
        {
            ["account"] = request.Account.Value,
            ["second"] = request.Second?.Value ?? "",
            ["region"] = request.Region.Value,
            ["partition"] = request.Partition.Name(),
            [Cassette.Run] = request.Run,
            ["instance_type"] = request.InstanceType,
            ["parent"] = parent["Parents.1.Id"],
            ["image"] = images["imagesSet.item.1.imageId"],
            ["image_2"] = images["imagesSet.item.2.imageId"],
            ["image_3"] = images["imagesSet.item.3.imageId"],
        }.ToImmutableDictionary(StringComparer.Ordinal);
    }
}
