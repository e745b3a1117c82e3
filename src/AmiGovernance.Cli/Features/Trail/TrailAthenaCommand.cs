using System.CommandLine;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>The report of `trail scan`, made by Amazon Athena, with an eye on what it costs.</summary>
internal static class TrailAthenaCommand
{
    public static Command Create(CliContext context)
    {
        var command = new HelpedCommand(
            "athena",
            "Ask Amazon Athena what `trail scan` counts, within a limit on what it reads",
            new CommandHelp("amigov trail athena --from 2026-11-01 --by owner,outcome --max-scan 200GB", "trail")
        );
        var options = new AthenaOptions();
        options.AddTo(command);
        command.SetAction((result, cancel) => Run(options.Read(result), context, cancel));
        return command;
    }

    /// <summary>The exit code.</summary>
    public static async Task<int> Run(AthenaArguments arguments, CliContext context, CancellationToken cancel)
    {
        using var run = TrailRun.Open(context, arguments.Question, arguments.Report);
        if (run is null)
            return ExitCodes.Errors;
        var newTable = NewTable(arguments, run.Organization, context.Time.Today());
        if (arguments.Prints)
        {
            if (newTable is not null)
                context.Document.Write($"{arguments.Table.Definition(newTable)};\n\n");
            context.Document.Write($"{QueryAthena.Text(arguments.Table, run.Question)};\n");
            return ExitCodes.Done;
        }

        using var aws = context.Connect(arguments.Aws);
        using var progress = new ProgressLine(context);
        var query = new QueryAthena(aws.Athena, arguments.Table, arguments.Settings, context.Time)
        {
            Progress = (state, scanned) => progress.Show($"Athena: {Word(state)}, {Quantity.Bytes(scanned)} scanned"),
        };
        try
        {
            await TellLimits(arguments, context, aws, cancel);
            if (newTable is not null)
                await query.CreateTable(newTable, cancel);
            return run.Report(await query.Run(run.Question, cancel), LedgerUnit.Files);
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
            context.Error.WriteLine($"Athena scanned {Quantity.Bytes(query.Scanned)}");
        }
    }

    private static string Word(AthenaState state) => state.ToString().ToLowerInvariant();

    /// <summary>Null when no table is to be made. It has the accounts and Regions that are asked about.</summary>
    private static AthenaTableSource? NewTable(AthenaArguments arguments, Organization? organization, DateOnly today)
    {
        if (!arguments.CreatesTable || organization is null || arguments.Location is not { } location)
            return null;
        var filter = arguments.Question.Filter;
        var accounts = organization.Accounts.Select(a => a.Id);
        return new AthenaTableSource(
            location.ToString(),
            [.. accounts.Where(a => filter.Accounts.IsEmpty || filter.Accounts.Contains(a)).Order()],
            [.. filter.Regions.Order()],
            arguments.Since ?? today.AddYears(-1)
        );
    }

    /// <summary>Says what may be read, and how much there is; stops when that is more.</summary>
    private static async Task TellLimits(
        AthenaArguments arguments,
        CliContext context,
        AwsConnection aws,
        CancellationToken cancel
    )
    {
        var most = arguments.Settings.MostBytes;
        var group = await aws.Athena.GetWorkGroup(arguments.Settings.WorkGroup, cancel);
        var ofGroup = group.Cutoff is { } cutoff
            ? $"Athena cancels a query at {Quantity.Bytes(cutoff)}"
            : "no limit on what a query reads";
        context.Error.WriteLine($"workgroup {group.Name}: {ofGroup}; this run stops it at {Quantity.Bytes(most)}");
        if (arguments.Location is { } location)
            await Measure(context, aws.TrailBuckets([location], arguments.Question.Filter), most, cancel);
    }

    /// <summary>Whoever may ask Athena may not be allowed to list the bucket: then the limits have to do.</summary>
    private static async Task Measure(CliContext context, ITrailSource folders, long most, CancellationToken cancel)
    {
        try
        {
            var (files, bytes) = await QueryAthena.Measure(folders, cancel);
            context.Error.WriteLine($"to read: {Quantity.Of(files, "file")}, {Quantity.Bytes(bytes)} stored");
            if (bytes > most)
                throw new QueryFailureException(
                    $"the query would read {Quantity.Bytes(bytes)}, which is more than `--max-scan` allows, and was not run"
                )
                {
                    IsStopped = true,
                };
        }
        catch (AwsException e)
        {
            context.Error.WriteLine($"to read: not known, for the folders cannot be listed ({e.Failure.Cause})");
        }
    }
}
