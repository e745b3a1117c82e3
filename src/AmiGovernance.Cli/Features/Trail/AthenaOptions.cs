using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Queries;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What Athena is asked: which table, where that looks, and how much may be read.</summary>
internal sealed class AthenaOptions
{
    private const string DefaultTable = "default.amigov_trail";

    private readonly TrailQuestionOptions question = new(
        "--only-region",
        "Count events of this Region only, and make a new table of these; may be given several times"
    );
    private readonly TrailReportOptions shown = new(canReplay: true);
    private readonly AwsOptions aws = new();

    private readonly Option<AthenaTable> table = new("--table")
    {
        Description = "The table over the trail",
        HelpName = "DATABASE.TABLE",
        CustomParser = Table,
        DefaultValueFactory = Table,
    };
    private readonly Option<string> workGroup = new("--workgroup")
    {
        Description = "The workgroup; its limit on bytes scanned holds too",
        HelpName = "NAME",
        DefaultValueFactory = _ => "primary",
    };
    private readonly Option<string?> output = new("--output-location")
    {
        Description = "Where Athena puts its results; default: the workgroup's place",
        HelpName = "S3URL",
    };
    private readonly Option<long> most = ScanLimit.Option();
    private readonly Option<bool> create = new("--create-table")
    {
        Description = "Make the table first, where it is not there; needs --location, --org and --only-region",
    };
    private readonly Option<string?> location = new("--location")
    {
        Description =
            "The trail's folder, s3://BUCKET/AWSLogs/o-…: measured before it is read, and where a new table looks",
        HelpName = "S3URL",
    };
    private readonly Option<DateOnly?> since = CommonOptions.Day(
        "--since",
        "For a new table: the trail's first day; default: a year ago"
    );
    private readonly Option<bool> print = new("--print-sql") { Description = "Print the statements and run nothing" };

    public Command AddTo(Command command)
    {
        foreach (var option in new Option[] { table, workGroup, output, most, create, location, since })
            command.Add(option);
        command.AddCheck(CheckNewTable);
        command.AddCheck(CheckPlaces);
        shown.AddTo(question.AddTo(command)).Add(print);
        aws.AddTo(command);
        return command;
    }

    public AthenaArguments Read(ParseResult result) =>
        new(
            question.Read(result),
            shown.Read(result),
            result.GetRequiredValue(table),
            new AthenaSettings(result.GetRequiredValue(workGroup), result.GetValue(output), result.GetValue(most)),
            aws.Settings(result)
        )
        {
            Location = BucketAddress.Parse(result.GetValue(location) ?? ""),
            CreatesTable = result.GetValue(create),
            Since = result.GetValue(since),
            Prints = result.GetValue(print),
        };

    private void CheckNewTable(CommandResult result)
    {
        var hasFolders =
            result.GetValue(location) is not null && question.HasRegions(result) && question.HasOrganization(result);
        // A text that is no table has been reported, and has no value.
        var named = result.GetResult(table)?.Tokens.Select(t => t.Value).FirstOrDefault() ?? DefaultTable;
        if (result.GetValue(create) && AthenaTable.TryParse(named, out var lake) && lake.IsSecurityLake)
            result.AddError($"'{named}' is a table of Security Lake, which makes it itself");
        if (result.GetValue(create) && !hasFolders)
            result.AddError(
                "'--create-table' needs '--location', '--only-region' and '--org': a table covers the folders that it names"
            );
    }

    private void CheckPlaces(CommandResult result)
    {
        string?[] places = [result.GetValue(location), result.GetValue(output)];
        foreach (var place in places.OfType<string>().Where(p => !IsPlace(p)))
            result.AddError($"'{Sanitize.Text(place)}' is no place in S3; write it as s3://BUCKET/FOLDER");
    }

    /// <summary>In letters that a statement may hold as they are.</summary>
    private static bool IsPlace(string text) =>
        BucketAddress.Parse(text) is { } address
        && $"{address.Bucket}/{address.Prefix}".All(c => char.IsAsciiLetterOrDigit(c) || "-_./=".Contains(c));

    private static AthenaTable Table(ArgumentResult result)
    {
        var text = Text(result, DefaultTable);
        if (AthenaTable.TryParse(text, out var found))
            return found;
        result.AddError(
            $"'{Sanitize.Text(text)}' is no table; write it as DATABASE.TABLE, in small letters, digits and underscores"
        );
        // Not used: an error has been reported.
        return AthenaTable.TryParse(DefaultTable, out var known)
            ? known
            : throw new System.Diagnostics.UnreachableException();
    }

    private static string Text(ArgumentResult result, string otherwise) =>
        result.Tokens.Select(t => t.Value).FirstOrDefault(otherwise);
}
