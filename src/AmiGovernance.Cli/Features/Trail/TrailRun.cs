using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What a run that counts or replays calls needs beside the calls, and its report.</summary>
internal sealed class TrailRun(
    CliContext context,
    ParseResult result,
    TrailReportOptions shown,
    TrailQuestion question,
    Organization? organization,
    ImageOwners owners
) : IDisposable
{
    public TrailQuestion Question => question;

    /// <summary>Null when it is not known.</summary>
    public Organization? Organization => organization;

    public ImageOwners Owners => owners;

    public ITrailState? State { get; private init; }

    /// <summary>Null when calls are counted.</summary>
    private BacktestRun? Backtest { get; init; }

    /// <summary>Null with a report when a file cannot be used.</summary>
    public static TrailRun? Open(
        CliContext context,
        ParseResult result,
        TrailQuestionOptions options,
        TrailReportOptions shown
    )
    {
        var bag = new DiagnosticBag();
        var organization = options.Organization(result, context, bag);
        var owners = options.Owners(result, context, bag);
        var backtest = shown.Replay(result, context, bag);
        var question = backtest?.Question(options.Filter(result)) ?? shown.Question(result, options.Filter(result));
        var state = bag.HasErrors ? null : options.State(result, question, bag);
        context.PrintFindings(bag.ToSorted());
        if (!bag.HasErrors)
            return new TrailRun(context, result, shown, question, organization, owners)
            {
                State = state,
                Backtest = backtest,
            };
        state?.Dispose();
        return null;
    }

    /// <summary>The exit code.</summary>
    public int Report(TrailFindings found, (string, string)? unit = null)
    {
        if (Backtest is not null)
            return Backtest.Report(
                found,
                owners,
                organization,
                question.Filter,
                shown.Targets(result),
                shown.Top(result),
                unit
            );
        var exitCode = TrailOptions.ReportGaps(context, found.Ledger);
        if (exitCode != ExitCodes.Errors)
            shown.Write(
                context,
                result,
                new TrailReport(found.Ledger, new TrailReporter(owners, found.Sources, organization).Report(found.Rows))
                {
                    Unit = unit ?? ("file", "files"),
                }
            );
        return exitCode;
    }

    public void Dispose() => State?.Dispose();
}
