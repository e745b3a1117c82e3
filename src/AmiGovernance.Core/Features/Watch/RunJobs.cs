using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>Runs the jobs that are due, each once for its time.</summary>
internal sealed class RunJobs(IWatchJobs jobs, ImmutableArray<WatchJob> schedule, TimeProvider time)
{
    /// <summary>A report is read in a mail, not in a novel.</summary>
    private const int MostLines = 60;

    /// <summary>Those that failed are tried again after <see cref="WatchJob.Again"/>.</summary>
    /// <param name="known">How they ended before.</param>
    /// <param name="cancel">Ends the run.</param>
    public async Task<ImmutableSortedDictionary<string, JobState>> Run(
        ImmutableSortedDictionary<string, JobState> known,
        CancellationToken cancel
    )
    {
        foreach (var job in schedule)
        {
            var now = time.GetUtcNow();
            var before = known.GetValueOrDefault(job.Name);
            // What was due before the watch began is not made good: nobody waits for it.
            before ??= new JobState(job.LastDue(now), now, "");
            known = known.SetItem(job.Name, before);
            if (before.Due >= job.LastDue(now) || now - before.Tried < WatchJob.Again)
                continue;
            known = known.SetItem(job.Name, Ended(job, before, now, await jobs.Run(job.Name, time, cancel)));
        }
        return known;
    }

    private static JobState Ended(WatchJob job, JobState before, DateTimeOffset now, JobResult result) =>
        result.Outcome switch
        {
            JobOutcome.Fine => new JobState(job.LastDue(now), now, ""),
            JobOutcome.Findings => new JobState(job.LastDue(now), now, Shown(result.Text)),
            _ => before with { Tried = now, Findings = Shown($"not done\n{result.Text}") },
        };

    private static string Shown(string text)
    {
        var lines = PlainText.Lines(text).ToString().TrimEnd('\n').Split('\n');
        if (lines.Length <= MostLines)
            return string.Join('\n', lines);
        var left = Plural.Of(lines.Length - MostLines, "more line");
        return $"{string.Join('\n', lines.Take(MostLines))}\n… ({left})";
    }

    /// <summary>What jobs found stays open until they find it no more.</summary>
    public static IEnumerable<WatchCondition> Conditions(ImmutableSortedDictionary<string, JobState> known) =>
        known
            .Where(job => job.Value.Findings.Length > 0)
            .Select(job =>
                new WatchCondition(
                    $"job/{job.Key}",
                    PlainText.Of($"{job.Key}: somebody must look"),
                    PlainText.Lines(job.Value.Findings) + PlainText.Of($"\n")
                ).ByDetails()
            );
}
