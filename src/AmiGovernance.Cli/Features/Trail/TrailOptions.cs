using System.CommandLine;
using System.Globalization;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Adapters.Trails;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What the commands that read trail files have in common.</summary>
internal sealed class TrailOptions : TrailQuestionOptions
{
    /// <summary>Gaps beyond these are told by their number; the JSON output has a thousand.</summary>
    private const int MostGapsShown = 10;

    private readonly Argument<string[]> paths = new("PATH")
    {
        Description =
            "Folders and files of a trail, or s3://BUCKET/PREFIX: .json.gz, .json, JSON lines, LookupEvents output",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string?> state = new("--state")
    {
        Description = "A file that keeps what has been read: a run that was stopped goes on, and files are read once",
        HelpName = "FILE",
    };

    private readonly Option<bool> lookupOwners = new("--lookup-owners")
    {
        Description =
            "Ask AWS, in the accounts and Regions that launched them, about images whose owner nothing else tells",
    };

    private readonly AwsOptions aws;
    private readonly bool isLive;

    public TrailOptions()
        : this(isLive: false) { }

    private TrailOptions(bool isLive)
        : base(
            "--region",
            "Count events of this Region only; may be given several times. The first is also the one in which AWS is asked"
        ) => (this.isLive, aws) = (isLive, new AwsOptions(Regions));

    /// <summary>Not of files, but of the event history in each account.</summary>
    public static TrailOptions OfEventHistory() => new(isLive: true);

    public override Command AddTo(Command command)
    {
        if (!isLive)
            command.Add(paths);
        base.AddTo(command);
        command.Add(lookupOwners);
        command.Add(state);
        aws.AddTo(command);
        if (isLive)
            return command;
        command.Validators.Add(result =>
        {
            var given = result.GetValue(paths) ?? [];
            foreach (var path in given.Where(p => BucketAddress.IsOne(p) && BucketAddress.Parse(p) is null))
                result.AddError($"'{Visible.Text(path)}' names no bucket; write it as s3://BUCKET/PREFIX");
            if (given.Any(BucketAddress.IsOne) && !given.All(BucketAddress.IsOne))
                result.AddError(
                    "s3:// addresses and local files are read in runs of their own; with the same '--state' they add up"
                );
        });
        return command;
    }

    public bool HasState(System.CommandLine.Parsing.CommandResult result) => result.GetValue(state) is not null;

    /// <summary>Where the files are, and the way to AWS when they are there, or owners are looked up there; null when it is not needed.</summary>
    public (ITrailSource Files, AwsConnection? Aws) Source(ParseResult result, CliContext context)
    {
        var given = result.GetValue(paths) ?? [];
        var addresses = given.Select(BucketAddress.Parse).OfType<BucketAddress>().ToList();
        if (addresses.Count == 0)
            return (context.OpenTrail(given), result.GetValue(lookupOwners) ? Connect(result, context) : null);
        var connection = Connect(result, context);
        return (connection.TrailBuckets(addresses, Filter(result)), connection);
    }

    /// <summary>Null without `--lookup-owners`.</summary>
    /// <param name="connection">That of <see cref="Source"/> or <see cref="Connect"/>.</param>
    public LookUpOwners? OwnerLookUp(
        ParseResult result,
        AwsConnection? connection,
        ImageOwners owners,
        Organization? organization
    ) =>
        result.GetValue(lookupOwners) && connection is not null
            ? new LookUpOwners(connection.ImageUses, owners, organization)
            : null;

    public AwsConnection Connect(ParseResult result, CliContext context) => aws.Connect(result, context);

    /// <summary>Null without `--state`, or with a report when the file cannot be used for this question.</summary>
    public override ITrailState? State(ParseResult result, TrailQuestion question, DiagnosticBag bag)
    {
        if (result.GetValue(state) is not { } file || TrailStateFile.Open(file, bag) is not { } opened)
            return null;
        if (opened.Question is not { } saved || saved == question.Text)
            return opened;
        bag.Report(
            TrailDiagnostics.OtherQuestion,
            SourceLocation.OfFile(SourceText.Missing(file)),
            $"`{file}` holds what was read for another question (other times, policies, or another version of amigov)",
            "ask as before, or name another file: then all is read once more"
        );
        opened.Dispose();
        return null;
    }

    /// <summary>Shows how far it is while it reads.</summary>
    public static ScanTrail Scan(
        CliContext context,
        ITrailSource source,
        TrailQuestion question,
        ITrailState? state,
        ProgressLine progress
    )
    {
        var shown = context.Time.GetTimestamp();
        return new ScanTrail(source, question, state, context.Time)
        {
            Progress = ledger =>
            {
                if (!context.ErrorIsTerminal || context.Time.GetElapsedTime(shown).TotalMilliseconds < 200)
                    return;
                shown = context.Time.GetTimestamp();
                progress.Show(TrailText.Read(ledger));
            },
        };
    }

    /// <summary>Says what was not read (AMI0901, AMI0902), and gives the exit code for it.</summary>
    public static int ReportGaps(CliContext context, TrailLedger ledger)
    {
        var bag = new DiagnosticBag();
        foreach (var gap in ledger.Gaps.Take(MostGapsShown))
            bag.Report(TrailDiagnostics.NotWhole, SourceLocation.OfFile(SourceText.Missing(gap.File)), gap.Reason);
        if (ledger.Files == 0 && ledger.GapCount == 0 && ledger.Counts.Records == 0)
            bag.Report(
                TrailDiagnostics.NothingToRead,
                SourceLocation.OfFile(SourceText.Missing("trail")),
                $"there is no trail file{(ledger.Skipped.IsEmpty ? "" : $"; left out: {TrailText.Skipped(ledger)}")}",
                "name the folder that holds `AWSLogs`, or files that end in .json.gz, .json, .jsonl or .ndjson"
            );
        context.PrintFindings(bag.ToSorted());
        if (ledger.GapCount > MostGapsShown)
            context.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"… and {ledger.GapCount - MostGapsShown:N0} more files that were not read, or not whole; `--output json` names {TrailLedger.MostGaps:N0}\n"
                )
            );
        return bag.HasErrors ? ExitCodes.Errors
            : ledger.IsComplete ? ExitCodes.Done
            : ExitCodes.Incomplete;
    }
}
