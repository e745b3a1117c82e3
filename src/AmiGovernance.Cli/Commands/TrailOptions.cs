using System.CommandLine;
using System.Globalization;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Output;
using AmiGovernance.Cli.Trails;
using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Identifiers;
using AmiGovernance.Core.Operations.Trails;
using AmiGovernance.Core.Organizations;
using AmiGovernance.Core.Text;
using AmiGovernance.Core.Trail;

namespace AmiGovernance.Cli.Commands;

/// <summary>What the commands that read trail files have in common.</summary>
internal sealed class TrailOptions
{
    /// <summary>Gaps beyond these are told by their number; the JSON output has a thousand.</summary>
    private const int MostGapsShown = 10;

    private readonly Argument<string[]> paths = new("PATH") { Description = "Folders and files of a trail, or s3://BUCKET/PREFIX: .json.gz, .json, JSON lines, LookupEvents output", Arity = ArgumentArity.OneOrMore };
    private readonly Option<DateTimeOffset?> from = Time("--from", "Leave out events before this date or time (UTC)");
    private readonly Option<DateTimeOffset?> to = Time("--to", "Leave out events from this date or time (UTC) on");
    private readonly Option<string[]> accounts = Accounts();
    private readonly Option<string[]> regions = new("--region") { Description = "Count events of this Region only; may be given several times. The first is also the one in which AWS is asked", HelpName = "REGION", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> org = new("--org") { Description = "An organization file, for organizational units and names", HelpName = "FILE" };
    private readonly Option<string[]> owners = new("--owners") { Description = "What `aws ec2 describe-images` says of images, for their owners; may be given several times", HelpName = "FILE", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> state = new("--state") { Description = "A file that keeps what has been read: a run that was stopped goes on, and files are read once", HelpName = "FILE" };

    private readonly AwsOptions aws;
    private readonly bool isLive;

    public TrailOptions() : this(isLive: false)
    {
    }

    private TrailOptions(bool isLive) => (this.isLive, aws) = (isLive, new AwsOptions(regions, assumesRoles: isLive));

    /// <summary>Not of files, but of the event history in each account.</summary>
    public static TrailOptions OfEventHistory() => new(isLive: true);

    public Command AddTo(Command command)
    {
        if (!isLive) command.Add(paths);
        foreach (var option in new Option[] { from, to, accounts, regions, org, owners, state }) command.Add(option);
        aws.AddTo(command);
        if (isLive) return command;
        command.Validators.Add(result =>
        {
            var given = result.GetValue(paths) ?? [];
            foreach (var path in given.Where(p => BucketAddress.IsOne(p) && BucketAddress.Parse(p) is null)) result.AddError($"'{Visible.Text(path)}' names no bucket; write it as s3://BUCKET/PREFIX");
            if (given.Any(BucketAddress.IsOne) && !given.All(BucketAddress.IsOne)) result.AddError("s3:// addresses and local files are read in runs of their own; with the same '--state' they add up");
        });
        return command;
    }

    private static Option<string[]> Accounts()
    {
        var option = new Option<string[]>("--account") { Description = "Count calls of this account only; may be given several times", HelpName = "ID", Arity = ArgumentArity.OneOrMore };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => !AccountId.IsValid(t.Value))) result.AddError($"'{Visible.Text(token.Value)}' is no account id; it has 12 digits");
        });
        return option;
    }

    public bool HasState(System.CommandLine.Parsing.CommandResult result) => result.GetValue(state) is not null;

    public TrailFilter Filter(ParseResult result) => new(result.GetValue(from), result.GetValue(to))
    {
        Accounts = [.. (result.GetValue(accounts) ?? []).Distinct(StringComparer.Ordinal)],
        Regions = [.. (result.GetValue(regions) ?? []).Distinct(StringComparer.Ordinal)],
    };

    /// <summary>Where the files are, and the way to AWS when they are there; null when it is not needed.</summary>
    public (ITrailSource Files, AwsConnection? Aws) Source(ParseResult result, CliContext context)
    {
        var given = result.GetValue(paths) ?? [];
        var addresses = given.Select(BucketAddress.Parse).OfType<BucketAddress>().ToList();
        if (addresses.Count == 0) return (context.OpenTrail(given), null);
        var connection = Connect(result, context);
        return (connection.TrailBuckets(addresses, Filter(result)), connection);
    }

    public AwsConnection Connect(ParseResult result, CliContext context) => aws.Connect(result, context);

    /// <summary>Null without `--org`, or with a report when the file cannot be read.</summary>
    public Organization? Organization(ParseResult result, CliContext context, DiagnosticBag bag) =>
        result.GetValue(org) is { } file && context.Files.Read(file, bag) is { } source ? OrganizationReader.Read(source, bag) : null;

    public ImageOwners Owners(ParseResult result, CliContext context, DiagnosticBag bag)
    {
        var read = new ImageOwners();
        foreach (var file in result.GetValue(owners) ?? [])
            if (context.Files.Read(file, bag) is { } source) read.Read(source, bag);
        return read;
    }

    /// <summary>Null without `--state`, or with a report when the file cannot be used for this question.</summary>
    public ITrailState? State(ParseResult result, TrailQuestion question, DiagnosticBag bag)
    {
        if (result.GetValue(state) is not { } file || TrailStateFile.Open(file, bag) is not { } opened) return null;
        if (opened.Question is not { } saved || saved == question.Text) return opened;
        bag.Report(TrailDiagnostics.OtherQuestion, SourceLocation.OfFile(SourceText.Missing(file)), $"`{file}` holds what was read for another question (other times, policies, or another version of amigov)",
            "ask as before, or name another file: then all is read once more");
        opened.Dispose();
        return null;
    }

    /// <summary>Shows how far it is while it reads.</summary>
    public static ScanTrail Scan(CliContext context, ITrailSource source, TrailQuestion question, ITrailState? state, ProgressLine progress)
    {
        var shown = context.Time.GetTimestamp();
        return new ScanTrail(source, question, state, context.Time)
        {
            Progress = ledger =>
            {
                if (!context.ErrorIsTerminal || context.Time.GetElapsedTime(shown).TotalMilliseconds < 200) return;
                shown = context.Time.GetTimestamp();
                progress.Show(TrailText.Read(ledger));
            },
        };
    }

    /// <summary>Says what was not read (AMI0901, AMI0902), and gives the exit code for it.</summary>
    public static int ReportGaps(CliContext context, TrailLedger ledger)
    {
        var bag = new DiagnosticBag();
        foreach (var gap in ledger.Gaps.Take(MostGapsShown)) bag.Report(TrailDiagnostics.NotWhole, SourceLocation.OfFile(SourceText.Missing(gap.File)), gap.Reason);
        if (ledger.Files == 0 && ledger.GapCount == 0)
            bag.Report(TrailDiagnostics.NothingToRead, SourceLocation.OfFile(SourceText.Missing("trail")), $"there is no trail file{(ledger.Skipped.IsEmpty ? "" : $"; left out: {TrailText.Skipped(ledger)}")}",
                "name the folder that holds `AWSLogs`, or files that end in .json.gz, .json, .jsonl or .ndjson");
        context.PrintFindings(bag.ToSorted());
        if (ledger.GapCount > MostGapsShown) context.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"… and {ledger.GapCount - MostGapsShown:N0} more files that were not read, or not whole; `--output json` names {TrailLedger.MostGaps:N0}\n"));
        return bag.HasErrors ? ExitCodes.Errors : ledger.IsComplete ? ExitCodes.Done : ExitCodes.Incomplete;
    }

    private static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            if (DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:sszzz"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time.ToUniversalTime();
            result.AddError($"'{Visible.Text(text)}' is no time; write it as 2026-01-31 or 2026-01-31T06:00:00Z");
            return null;
        },
    };
}
