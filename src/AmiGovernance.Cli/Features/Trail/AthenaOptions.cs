using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>Which table Athena asks, where that looks, and how much may be read.</summary>
internal sealed class AthenaOptions
{
    private const string DefaultTable = "default.amigov_trail";
    private const string DefaultLimit = "1TB";

    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("TB", 1_000_000_000_000),
        ("GB", 1_000_000_000),
        ("MB", 1_000_000),
        ("KB", 1_000),
    ];

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
    private readonly Option<long> most = new("--max-scan")
    {
        Description = "Stop the query when it has read more than this",
        HelpName = "SIZE",
        CustomParser = Size,
        DefaultValueFactory = Size,
    };
    private readonly Option<bool> create = new("--create-table")
    {
        Description = "Make the table first, where it is not there; needs --location, --org and --trail-region",
    };
    private readonly Option<string?> location = new("--location")
    {
        Description =
            "The trail's folder, s3://BUCKET/AWSLogs/o-…: measured before it is read, and where a new table looks",
        HelpName = "S3URL",
    };
    private readonly Option<DateOnly?> since = new("--since")
    {
        Description = "For a new table: the trail's first day; default: a year ago",
        HelpName = "DATE",
    };

    /// <param name="question">Its organization and Regions are those of a new table.</param>
    public void AddTo(Command command, TrailQuestionOptions question)
    {
        foreach (var option in new Option[] { table, workGroup, output, most, create, location, since })
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (
                result.GetValue(create)
                && (
                    result.GetValue(location) is null
                    || result.GetResult(question.Regions) is null
                    || !question.HasOrganization(result)
                )
            )
                result.AddError(
                    "'--create-table' needs '--location', '--trail-region' and '--org': a table covers the folders that it names"
                );
            foreach (
                var place in new[] { result.GetValue(location), result.GetValue(output) }
                    .OfType<string>()
                    .Where(p => !IsPlace(p))
            )
                result.AddError($"'{Visible.Text(place)}' is no place in S3; write it as s3://BUCKET/FOLDER");
        });
    }

    public AthenaTable TableOf(ParseResult result) =>
        result.GetValue(table) ?? throw new System.Diagnostics.UnreachableException();

    public AthenaSettings Settings(ParseResult result) =>
        new(result.GetValue(workGroup) ?? "", result.GetValue(output), result.GetValue(most));

    /// <summary>Null without `--location`.</summary>
    public BucketAddress? Location(ParseResult result) =>
        result.GetValue(location) is { } place ? BucketAddress.Parse(place) : null;

    /// <summary>Null without `--create-table`.</summary>
    public AthenaTableSource? NewTable(
        ParseResult result,
        TrailFilter filter,
        Organization? organization,
        DateOnly today
    ) =>
        !result.GetValue(create) || organization is null
            ? null
            : new AthenaTableSource(
                (result.GetValue(location) ?? "").TrimEnd('/'),
                [
                    .. organization
                        .Accounts.Select(a => a.Id.Value)
                        .Where(a => filter.Accounts.IsEmpty || filter.Accounts.Contains(a))
                        .Order(StringComparer.Ordinal),
                ],
                [.. filter.Regions.Order(StringComparer.Ordinal)],
                result.GetValue(since) ?? today.AddYears(-1)
            );

    /// <summary>Letters that a statement may hold as they are.</summary>
    private static bool IsPlace(string text) =>
        text.StartsWith("s3://", StringComparison.Ordinal)
        && text.Length > 5
        && text[5..].All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or '=');

    private static AthenaTable Table(ArgumentResult result)
    {
        if (AthenaTable.TryParse(Text(result, DefaultTable), out var found))
            return found;
        result.AddError(
            $"'{Visible.Text(Text(result, DefaultTable))}' is no table; write it as DATABASE.TABLE, in small letters, digits and underscores"
        );
        return Table(DefaultTable);
    }

    private static AthenaTable Table(string known) =>
        AthenaTable.TryParse(known, out var found) ? found : throw new System.Diagnostics.UnreachableException();

    private static long Size(ArgumentResult result)
    {
        var text = Text(result, DefaultLimit).ToUpperInvariant();
        foreach (var (unit, bytes) in Units)
            if (
                text.EndsWith(unit, StringComparison.Ordinal)
                && long.TryParse(text[..^2], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number is > 0 and < 1_000_000
            )
                return number * bytes;
        result.AddError($"'{Visible.Text(text)}' is no size; write it as 500GB, in KB, MB, GB or TB");
        return 0;
    }

    private static string Text(ArgumentResult result, string otherwise) =>
        result.Tokens.Count > 0 ? result.Tokens[0].Value : otherwise;
}
