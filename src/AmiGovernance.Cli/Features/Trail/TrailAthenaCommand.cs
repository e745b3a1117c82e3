using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>The report of `trail scan`, made by Amazon Athena, with an eye on what it costs.</summary>
internal static class TrailAthenaCommand
{
    public static Command Create(CliContext context)
    {
        var print = new Option<bool>("--print-sql") { Description = "Print the statements and run nothing" };
        var command = new Command(
            "athena",
            "Ask Amazon Athena what `trail scan` counts, within a limit on what it reads"
        );
        var (athena, options, shown) = (
            new AthenaOptions(),
            new TrailQuestionOptions(
                "--trail-region",
                "Count events of this Region only, and make a new table of these; may be given several times"
            ),
            new TrailReportOptions(canReplay: true)
        );
        athena.AddTo(command, options);
        shown.AddTo(options.AddTo(command)).Add(print);
        var aws = new AwsOptions().AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                using var run = TrailRun.Open(context, result, options, shown);
                if (run is null)
                    return ExitCodes.Errors;
                var (table, newTable) = (
                    athena.TableOf(result),
                    athena.NewTable(result, run.Question.Filter, run.Organization, context.Time.Today())
                );
                if (result.GetValue(print))
                {
                    if (newTable is not null)
                        context.Out.Write($"{table.Definition(newTable)};\n\n");
                    context.Out.Write($"{QueryAthena.Text(table, run.Question)};\n");
                    return ExitCodes.Done;
                }
                using var connection = aws.Connect(result, context);
                using var progress = new ProgressLine(context);
                var settings = athena.Settings(result);
                var query = new QueryAthena(connection.Athena, table, settings, context.Time)
                {
                    Progress = (state, scanned) =>
                        progress.Show(
                            $"Athena: {state.ToString().ToLowerInvariant()}, {TrailText.Size(scanned)} scanned"
                        ),
                };
                try
                {
                    var group = await connection.Athena.GetWorkGroup(settings.WorkGroup, cancel);
                    context.Error.WriteLine(
                        $"workgroup {group.Name}: {(group.Cutoff is { } cutoff ? $"Athena cancels a query at {TrailText.Size(cutoff)}" : "no limit on what a query reads")}; this run stops it at {TrailText.Size(settings.MostBytes)}"
                    );
                    if (athena.Location(result) is { } location)
                        await Measure(
                            context,
                            connection.TrailBuckets([location], run.Question.Filter),
                            settings.MostBytes,
                            cancel
                        );
                    if (newTable is not null)
                        await query.CreateTable(newTable, cancel);
                    var found = await query.Run(run.Question, cancel);
                    return run.Report(found);
                }
                catch (QueryFailureException e)
                {
                    progress.Dispose();
                    context.PrintFindings([QueryDiagnostics.Of(e, "Athena")]);
                    return ExitCodes.Errors;
                }
                finally
                {
                    progress.Dispose();
                    context.Error.WriteLine($"Athena scanned {TrailText.Size(query.Scanned)}");
                }
            }
        );
        return command;
    }

    /// <summary>Whoever may ask Athena may not be allowed to list the bucket: then the limits have to do.</summary>
    private static async Task Measure(CliContext context, ITrailSource folders, long most, CancellationToken cancel)
    {
        try
        {
            var (files, bytes) = await QueryAthena.Measure(folders, cancel);
            context.Error.WriteLine($"to read: {TrailText.Of(files, "file")}, {TrailText.Size(bytes)} stored");
            if (bytes > most)
                throw new QueryFailureException(
                    $"the query would read {TrailText.Size(bytes)}, which is more than `--max-scan` allows, and was not run"
                )
                {
                    IsStopped = true,
                };
        }
        catch (AwsException e)
        {
            context.Error.WriteLine($"to read: not known, for the folders cannot be listed ({e.Operation}: {e.Code})");
        }
    }
}
