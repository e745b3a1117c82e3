using System.Collections.Immutable;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Watch.Denials;

/// <summary>Reads what came to a trail, and finds the calls that our policies denied.</summary>
/// <param name="trail">The files that came at or after a moment, by the clock of where they are kept.</param>
/// <param name="names">Of the accounts; asked only when something was denied.</param>
/// <param name="time">That clock's, as far as it is known before anything was listed.</param>
internal sealed class FollowTrail(Func<DateTimeOffset, ITrailSource> trail, AccountNames names, TimeProvider time)
{
    /// <summary>Where nothing was read before: what was denied shortly before is still news.</summary>
    private static readonly TimeSpan Begin = TimeSpan.FromMinutes(15);

    /// <summary>
    /// S3's clock counts whole seconds, and a file has the time at which its upload began (S3 user guide, "Working with object
    /// metadata": `Last-Modified`).
    /// </summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    private IReadOnlySet<string> listed = new HashSet<string>();

    /// <summary>How far the clock of where the files are kept is ahead of the time, as it said when it listed them.</summary>
    public Func<TimeSpan> Ahead { get; init; } = () => TimeSpan.Zero;

    /// <summary>Never more than nothing: what is read twice is told once.</summary>
    private TimeSpan Behind() => Ahead() is var ahead && ahead < TimeSpan.Zero ? ahead : TimeSpan.Zero;

    /// <param name="until">
    /// What came before this was read; null for nothing. A moment that is to come is that of a clock that was ahead: how far was read then
    /// is not known.
    /// </param>
    /// <param name="guardrails">What is deployed.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<FollowedTrail> Run(DateTimeOffset? until, DeployedGuardrails guardrails, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var from = until <= now ? until.Value : now - Begin;
        var files = new NewTrailFiles(trail(from - Overlap), listed);
        var question = guardrails.Policies is { } policies
            ? BacktestTrail.Question(TrailFilter.Everything, policies)
            : TrailQuestion.Everything;
        var scan = new ScanTrail(files, question, state: null, time);
        try
        {
            await scan.Run(cancel);
            var found = scan.Findings;
            listed = files.Listed;
            var denied = await Denied(found, new FindDenials(guardrails, now), cancel);
            return new FollowedTrail(now + Behind()) { Denied = denied, Ledger = found.Ledger };
        }
        catch (AwsException e)
        {
            return new FollowedTrail(from) { Failure = e.Failure };
        }
    }

    private async Task<ImmutableArray<DeniedCalls>> Denied(
        TrailFindings found,
        FindDenials denials,
        CancellationToken cancel
    )
    {
        var judged = denials.Judge(found);
        return judged.IsEmpty ? [] : denials.Tell(judged, await names.Read(cancel));
    }
}
