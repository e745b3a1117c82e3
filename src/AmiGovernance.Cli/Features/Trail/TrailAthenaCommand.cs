using System.Collections.Immutable;
using System.CommandLine;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Facts;
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
            new CommandHelp(
                "amigov trail athena --org organization.json --from 2026-11-01 --by owner,outcome --max-scan 200GB",
                "trail"
            )
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
        var today = context.Time.Today();
        var newTable = NewTable(arguments, today);
        var scopes = Scopes(arguments, run.Organization, today);
        if (arguments.Prints)
        {
            Print(context, arguments.Table, newTable, scopes);
            return ExitCodes.Done;
        }

        using var aws = context.Connect(arguments.Aws);
        using var progress = new ProgressLine(context);
        var query = new QueryAthena(aws.Athena, arguments.Table, arguments.Settings, context.Time)
        {
            Progress = (state, scanned) => progress.Show($"Athena: {Word(state)}, {Quantity.Bytes(scanned)} scanned"),
        };
        var costly = new CostlyQuery(context, progress, "Athena", () => Told(query.Scanned));
        return await costly.Run(async () =>
        {
            await TellLimits(arguments, context, aws, cancel);
            if (newTable is not null)
                await query.CreateTable(newTable, cancel);
            var reach = await TellReach(context, arguments.Table, query, cancel);
            var found = await query.Run(run.Question, scopes, reach, cancel);
            if (query.LacksCorrections)
                context.Error.WriteLine(WithoutCorrections(arguments.Table));
            return run.Report(found, LedgerUnit.Queried);
        });
    }

    /// <summary>A table answers for its folders alone, and does not say so itself.</summary>
    private static async Task<AthenaReach?> TellReach(
        CliContext context,
        AthenaTable table,
        QueryAthena query,
        CancellationToken cancel
    )
    {
        if (table.IsSecurityLake)
            return null;
        try
        {
            var reach = await query.Reach(cancel);
            var told = reach?.ToString() ?? "the partitions that were added to it, and no others";
            if (told.Length > 0)
                context.Error.WriteLine(Sanitize.Text($"{table.Database}.{table.Name} has {told}"));
            return reach;
        }
        catch (AwsException e)
        {
            context.Error.WriteLine($"which Regions and days the table has is not known ({e.Failure.Cause})");
            return null;
        }
    }

    private static string WithoutCorrections(AthenaTable table) =>
        $"{table.Database}.{table.Name} has no column `addendum`: corrections count beside the events that they correct;"
        + " drop the table, which deletes no events, and make it again with `--create-table`";

    private static string Told(long bytes) => $"{Quantity.Bytes(bytes)}, {Cost(bytes)}";

    /// <summary>Our table needs accounts to be named, Security Lake's does not.</summary>
    private static ImmutableArray<CandidateScope> Scopes(
        AthenaArguments arguments,
        Organization? organization,
        DateOnly today
    )
    {
        var named = arguments.Table.IsSecurityLake ? null : organization;
        ImmutableArray<AccountId> accounts = [.. named?.Accounts.Select(a => a.Id) ?? []];
        return CandidateScope.Of(arguments.Question.Filter, accounts, today);
    }

    private static void Print(
        CliContext context,
        AthenaTable table,
        AthenaTableSource? newTable,
        ImmutableArray<CandidateScope> scopes
    )
    {
        if (newTable is not null)
            context.Document.Write($"{table.Definition(newTable)};\n\n");
        var statements = scopes.Select(s => $"{CandidateQuery.Text(table, s)};\n");
        context.Document.Write(string.Join('\n', statements));
    }

    private static string Word(AthenaState state) => state.ToString().ToLowerInvariant();

    private static string Cost(long bytes) => ScanLimit.Cost(bytes, AwsFacts.AthenaPrice.Value, "TB");

    /// <summary>Null when no table is to be made. It has the Regions that are asked about.</summary>
    private static AthenaTableSource? NewTable(AthenaArguments arguments, DateOnly today) =>
        arguments is { CreatesTable: true, Location: { } location }
            ? new AthenaTableSource(
                location.ToString(),
                [.. arguments.Question.Filter.Regions.Order()],
                arguments.Since ?? today.AddYears(-1)
            )
            : null;

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
        context.Error.WriteLine($"workgroup {group.Name}: {ofGroup}; this run stops it at {Told(most)}");
        if (arguments.Location is { } location)
            await Measure(context, aws.TrailBuckets([location], arguments.Question.Filter), most, cancel);
    }

    /// <summary>Whoever may ask Athena may not be allowed to list the bucket: then the limits have to do.</summary>
    private static async Task Measure(CliContext context, ITrailSource folders, long most, CancellationToken cancel)
    {
        try
        {
            var (files, bytes) = await QueryAthena.Measure(folders, cancel);
            context.Error.WriteLine(
                $"to read: {Quantity.Of(files, "file")}, {Quantity.Bytes(bytes)} stored, {Cost(bytes)}"
            );
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
