using AmiGovernance.Cli.Adapters.Trails;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What a run that counts or replays calls needs beside the calls, and its report.</summary>
internal sealed class TrailRun : IDisposable
{
    private readonly CliContext context;
    private readonly TrailReportArguments shown;

    /// <summary>Null when calls are counted.</summary>
    private readonly Replay? replay;

    private TrailRun(CliContext context, TrailReportArguments shown, Replay? replay) =>
        (this.context, this.shown, this.replay) = (context, shown, replay);

    public required TrailQuestion Question { get; init; }

    /// <summary>Null when it is not known.</summary>
    public required Organization? Organization { get; init; }

    public required ImageOwners Owners { get; init; }

    /// <summary>What was read before; null where nothing is kept.</summary>
    public required TrailStateFile? State { get; init; }

    /// <summary>Null with a report when a file cannot be used.</summary>
    /// <param name="state">A file that keeps what has been read; null for none.</param>
    public static TrailRun? Open(
        CliContext context,
        TrailQuestionArguments asked,
        TrailReportArguments shown,
        string? state = null
    )
    {
        var bag = new DiagnosticBag();
        var organization = asked.ReadOrganization(context.Files, bag);
        var owners = asked.ReadOwners(context.Files, bag);
        var judgement = shown.Judgement?.Read(context.Files, context.Time.Today(), bag);
        var replay = judgement is null ? null : new Replay(context, judgement);
        var question = replay?.Question(asked.Filter) ?? new TrailQuestion(asked.Filter, [], shown.ExceptionMessage);
        var opened = state is null || bag.HasErrors ? null : OpenState(state, question, bag);

        context.PrintFindings(bag.ToSorted());
        if (bag.HasErrors)
        {
            opened?.Dispose();
            return null;
        }
        return new TrailRun(context, shown, replay)
        {
            Question = question,
            Organization = organization,
            Owners = owners,
            State = opened,
        };
    }

    /// <summary>The exit code.</summary>
    /// <param name="unit">What the ledger counts as files.</param>
    public int Report(TrailFindings found, LedgerUnit unit)
    {
        found = found.AsOf(context.Time.GetUtcNow());
        if (replay is not null)
            return replay.Report(found, Question.Filter, Owners, Organization, unit, shown);

        var exitCode = LedgerGaps.Report(context, found.Ledger, Question.Filter, unit);
        if (exitCode == ExitCodes.Errors)
            return exitCode;
        var calls = new TrailReporter(Owners, found.Sources, Organization).Report(found.Rows);
        var written = TrailView.Write(context, new TrailReport(found.Ledger, calls) { Unit = unit }, shown);
        return written == ExitCodes.Done ? exitCode : written;
    }

    public void Dispose() => State?.Dispose();

    /// <summary>Null with a report when the file cannot be used for this question.</summary>
    public static TrailStateFile? OpenState(string file, TrailQuestion question, DiagnosticBag bag)
    {
        if (TrailStateFile.Open(file, bag) is not { } opened)
            return null;
        if (opened.Question is not { } saved || saved == question.Text)
            return opened;
        if (question.IsOfEarlier(saved))
        {
            bag.Report(
                TrailDiagnostics.OtherQuestion,
                SourceLocation.OfFile(SourceText.Missing(file)),
                $"`{file}` holds files as an earlier version read them, which counted events of CloudTrail Insights as launches",
                "where the files are still there, name another state: then all is read once more",
                severity: Severity.Warning
            );
            return opened;
        }
        bag.Report(
            TrailDiagnostics.OtherQuestion,
            SourceLocation.OfFile(SourceText.Missing(file)),
            $"`{file}` holds what was read for another question (other times, policies, or another version of amigov)",
            "ask as before, or name another file: then all is read once more"
        );
        opened.Dispose();
        return null;
    }
}
