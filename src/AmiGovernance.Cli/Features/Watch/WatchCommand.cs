using System.Collections.Immutable;
using System.CommandLine;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Adapters.Watch;
using AmiGovernance.Cli.Features.Images;
using AmiGovernance.Cli.Features.Rehearsal.Stage;
using AmiGovernance.Cli.Features.Watch.Telemetry;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Watch;
using AmiGovernance.Core.Ports.Notifications;
using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.Cli.Features.Watch;

/// <summary>Holds the organization to the repository, look by look.</summary>
internal static class WatchCommand
{
    private static readonly CommandHelp Help = new(
        "amigov watch --store s3://ami-governance-watch/state --chat --listen 127.0.0.1:9464",
        "watch"
    );

    public static Command Create(CliContext context, CommandLine program)
    {
        var command = new HelpedCommand(
            "watch",
            "Watch the organization: end exceptions on their day, tell changes of others, run the schedule",
            Help
        );
        var options = new WatchOptions().AddTo(command);
        command.SetAction((result, cancel) => Run(options.Read(result), context, program, cancel));
        return command;
    }

    internal static async Task<int> Run(
        WatchArguments arguments,
        CliContext context,
        CommandLine program,
        CancellationToken cancel
    )
    {
        using var connection = context.Connect(arguments.Aws);
        var bag = new DiagnosticBag();
        var channels = ReportChannels.Open(arguments.Recipients, context, connection, bag);
        var mail = arguments is { TellsContacts: true, Recipients.Mail: { } settings }
            ? ReportChannels.Mail(settings, context, bag)
            : null;
        var repository = context.WatchedRepository(arguments.Branch, arguments.DemandsSignature);
        if (bag.HasErrors || LiesInClone(arguments.Store, bag) || Unclean(repository, bag))
        {
            context.PrintFindings(bag.ToSorted());
            return ExitCodes.Errors;
        }
        var ports = new WatchPorts(
            connection.Organizations,
            connection,
            connection.EventHistory,
            repository,
            Store(arguments, connection, context),
            new WatchJobRunner(context, program, arguments),
            ByName([.. channels.Select(c => c.Channel), mail])
        )
        {
            TrailAhead = arguments.Trail.Count > 0 ? () => connection.S3Ahead : () => null,
            Trail = arguments.Trail.Count > 0 ? since => connection.TrailBucketsSince(arguments.Trail, since) : null,
            Contacts = mail is null ? null : connection.AccountContacts,
        };
        var watch = new WatchOrganization(ports, Request(arguments, channels, context), context.Time);
        return await Serve(watch, arguments, context, cancel);
    }

    private static IWatchStore Store(WatchArguments arguments, AwsConnection connection, CliContext context) =>
        BucketAddress.Parse(arguments.Store) is { } bucket
            ? connection.WatchStore(bucket)
            : new FolderWatchStore(arguments.Store, context.Time);

    private static ImmutableDictionary<string, INotificationChannel> ByName(
        IEnumerable<INotificationChannel?> channels
    ) => channels.OfType<INotificationChannel>().DistinctBy(c => c.Name).ToImmutableDictionary(c => c.Name);

    /// <summary>What it writes there would be work that nobody committed.</summary>
    private static bool LiesInClone(string store, DiagnosticBag bag)
    {
        if (BucketAddress.IsOne(store))
            return false;
        var away = Path.GetRelativePath(Directory.GetCurrentDirectory(), Path.GetFullPath(store));
        if (away.Split(Path.DirectorySeparatorChar)[0] == ".." || Path.IsPathRooted(away))
            return false;
        bag.Add(WatchDiagnostics.StoreInClone(store));
        return true;
    }

    /// <summary>Each look sets the clone to the branch: what somebody works on there would be lost.</summary>
    private static bool Unclean(IWatchedRepository repository, DiagnosticBag bag)
    {
        var changed = repository.Uncommitted();
        if (changed.Count == 0)
            return false;
        bag.Add(WatchDiagnostics.NotAlone(changed));
        return true;
    }

    private static WatchRequest Request(
        WatchArguments arguments,
        IEnumerable<ReportChannel> channels,
        CliContext context
    ) =>
        new(arguments.ConfigPath, arguments.Holder)
        {
            Interval = arguments.Interval,
            Repairs = arguments.Repairs,
            TrailInterval = arguments.TrailInterval,
            WaitsForTrail = arguments.Once,
            Recipients = [.. channels.Select(c => new Recipient(c.Channel.Name, c.Channel.Name == "mail" ? c.To : ""))],
            Jobs = [.. WatchJob.All.Where(job => IsWanted(job, arguments, context))],
        };

    /// <summary>A job without what it needs would fail every time.</summary>
    private static bool IsWanted(WatchJob job, WatchArguments arguments, CliContext context) =>
        job.Name switch
        {
            WatchJob.Reminders => Reading.Of(bag => new PlanReminders(context.Files, context.Git).Settings(bag)).Value
                is { HasChannel: true },
            WatchJob.Images => arguments.ImagesRole is not null && arguments.Recipients.IsAnybody,
            _ => true,
        };

    private static async Task<int> Serve(
        WatchOrganization watch,
        WatchArguments arguments,
        CliContext context,
        CancellationToken cancel
    )
    {
        using var metrics = new WatchMetrics(arguments.Interval, context.Time);
        using var export = TelemetryExport.Start(
            arguments.Collector,
            arguments.Holder,
            context.Environment,
            out var unsent
        );
        if (unsent.Length > 0)
        {
            context.Error.WriteLine(unsent);
            return ExitCodes.Errors;
        }
        var problem = "";
        using var server = arguments.Listen is { } address ? HealthServer.Start(address, metrics, out problem) : null;
        if (problem.Length > 0)
        {
            context.PrintFindings([WatchDiagnostics.NoPort(arguments.Listen ?? "", problem)]);
            return ExitCodes.Errors;
        }
        var log = new WatchLog(context, line => export?.Log(line));
        while (true)
        {
            var report = await TelemetryExport.Trace(() => watch.Run(cancel));
            log.Write(report);
            metrics.Take(report);
            if (arguments.Once)
                return ExitCode(report);
            await Task.Delay(Pause(arguments.Interval, context.Time.GetUtcNow()), context.Time, cancel);
        }
    }

    /// <summary>To the next look, and at the latest until midnight (UTC): exceptions end then.</summary>
    internal static TimeSpan Pause(TimeSpan interval, DateTimeOffset now)
    {
        var midnight = now.Day().AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) - now.UtcDateTime;
        return interval < midnight ? interval : midnight;
    }

    private static int ExitCode(TickReport report)
    {
        if (report.Leader is not null)
            return ExitCodes.Done;
        if (!report.Looked || !report.IsTold)
            return ExitCodes.Incomplete;
        return report.Open.IsEmpty ? ExitCodes.Done : ExitCodes.No;
    }
}
