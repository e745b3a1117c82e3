using System.CommandLine;
using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What is asked of a trail, and what is known from elsewhere: the same whoever reads it.</summary>
internal class TrailQuestionOptions(string regionOption, string regionDescription)
{
    private readonly Option<DateTimeOffset?> from = Time("--from", "Leave out events before this date or time (UTC)");
    private readonly Option<DateTimeOffset?> to = Time("--to", "Leave out events from this date or time (UTC) on");
    private readonly Option<string[]> accounts = AccountOption(
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
    public Option<string[]> Regions { get; } =
        new(regionOption)
        {
            Description = regionDescription,
            HelpName = "REGION",
            Arity = ArgumentArity.OneOrMore,
        };

    public virtual Command AddTo(Command command)
    {
        foreach (var option in new Option[] { from, to, accounts, Regions, org, owners })
            command.Add(option);
        return command;
    }

    /// <summary>What was read before; null where nothing is kept.</summary>
    public virtual ITrailState? State(ParseResult result, TrailQuestion question, DiagnosticBag bag) => null;

    public bool HasOrganization(System.CommandLine.Parsing.CommandResult result) => result.GetValue(org) is not null;

    public TrailFilter Filter(ParseResult result) =>
        new(result.GetValue(from), result.GetValue(to))
        {
            Accounts = [.. (result.GetValue(accounts) ?? []).Distinct(StringComparer.Ordinal)],
            Regions = [.. (result.GetValue(Regions) ?? []).Distinct(StringComparer.Ordinal)],
        };

    /// <summary>Null without `--org`, or with a report when the file cannot be read.</summary>
    public Organization? Organization(ParseResult result, CliContext context, DiagnosticBag bag) =>
        result.GetValue(org) is { } file && context.Files.Read(file, bag) is { } source
            ? OrganizationReader.Read(source, bag)
            : null;

    public ImageOwners Owners(ParseResult result, CliContext context, DiagnosticBag bag)
    {
        var read = new ImageOwners();
        foreach (var file in result.GetValue(owners) ?? [])
            if (context.Files.Read(file, bag) is { } source)
                read.Read(source, bag);
        return read;
    }

    public static Option<string[]> AccountOption(string description)
    {
        var option = new Option<string[]>("--account")
        {
            Description = description,
            HelpName = "ID",
            Arity = ArgumentArity.OneOrMore,
        };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => !AccountId.IsValid(t.Value)))
                result.AddError($"'{Visible.Text(token.Value)}' is no account id; it has 12 digits");
        });
        return option;
    }

    private static Option<DateTimeOffset?> Time(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "TIME",
            CustomParser = result =>
            {
                var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
                if (
                    DateTimeOffset.TryParseExact(
                        text,
                        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:sszzz"],
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.AssumeUniversal,
                        out var time
                    )
                )
                    return time.ToUniversalTime();
                result.AddError($"'{Visible.Text(text)}' is no time; write it as 2026-01-31 or 2026-01-31T06:00:00Z");
                return null;
            },
        };
}
