using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What is asked of a trail, and what is known from elsewhere: the same whoever reads it.</summary>
internal sealed class TrailQuestionOptions(string regionOption, string regionDescription)
{
    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mm'Z'",
        "yyyy-MM-dd'T'HH:mm:ss'Z'",
        "yyyy-MM-dd'T'HH:mm:sszzz",
    ];

    private readonly Option<DateTimeOffset?> from = Time("--from", "Leave out events before this date or time (UTC)");
    private readonly Option<DateTimeOffset?> to = Time("--to", "Leave out events from this date or time (UTC) on");
    private readonly Option<string[]> accounts = PlaceOptions.Accounts(
        "Count calls of this account only; may be given several times"
    );
    private readonly Option<string?> org = new("--org")
    {
        Description = "An organization file, for organizational units and names",
        HelpName = "FILE",
    };
    private readonly Option<string[]> owners = new("--owners")
    {
        Description = "What `aws ec2 describe-images` says of images, for their owners; may be given several times",
        HelpName = "FILE",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Events of these Regions count; all where none is given.</summary>
    public Option<string[]> Regions { get; } = PlaceOptions.Regions(regionOption, regionDescription);

    public Command AddTo(Command command)
    {
        foreach (var option in new Option[] { from, to, accounts, Regions, org, owners })
            command.Add(option);
        command.AddCheck(result =>
        {
            if (result.GetValue(from) >= result.GetValue(to))
                result.AddError("'--from' is not before '--to': no event is between them");
        });
        return command;
    }

    public bool HasOrganization(CommandResult result) => result.GetValue(org) is not null;

    public bool HasRegions(CommandResult result) => result.GetResult(Regions) is not null;

    public TrailQuestionArguments Read(ParseResult result) =>
        new(
            new TrailFilter(result.GetValue(from), result.GetValue(to))
            {
                Accounts = PlaceOptions.Accounts(result, accounts),
                Regions = PlaceOptions.Regions(result, Regions),
            }
        )
        {
            Organization = result.GetValue(org),
            Owners = [.. result.GetValue(owners) ?? []],
        };

    private static Option<DateTimeOffset?> Time(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "TIME",
            CustomParser = ParseTime,
        };

    private static DateTimeOffset? ParseTime(ArgumentResult result)
    {
        var text = result.Tokens.Select(t => t.Value).FirstOrDefault("");
        var isTime = DateTimeOffset.TryParseExact(
            text,
            TimeFormats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        );
        if (isTime)
            return time.ToUniversalTime();
        result.AddError($"'{Sanitize.Text(text)}' is no time; write it as 2026-01-31 or 2026-01-31T06:00:00Z");
        return null;
    }
}
