using System.CommandLine;
using AmiGovernance.Core.Features.Exceptions.Requests;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>The fields of a request as options.</summary>
internal sealed class RequestOptions
{
    private static readonly (string Key, string Name, string Value, string Description)[] Texts =
    [
        (RequestField.Account, "--account", "ID", "The account whose images shall be allowed (12 digits)"),
        (RequestField.Type, "--type", "TYPE", "migration, vendor_poc, emergency, or a type of the configuration"),
        (RequestField.Duration, "--days", "N", "How many days, counted from the last approval"),
        (RequestField.BusinessJustification, "--justification", "TEXT", "Business justification"),
        (RequestField.WorkloadDescription, "--workload", "TEXT", "Workload description: what service or application"),
        (RequestField.SecurityReview, "--security-review", "completed|pending", "State of the security review"),
        (
            RequestField.MigrationPlan,
            "--plan",
            "TEXT",
            "How the exception ends: migration plan, exit criteria, remediation plan"
        ),
        (RequestField.TechnicalContact, "--technical-contact", "ADDRESS", "Mail address of the technical contact"),
        (RequestField.Sponsor, "--sponsor", "NAME", "VP or director"),
        (RequestField.RequestedBy, "--team", "NAME", "The team that asks"),
    ];

    private readonly (RequestField Field, Option<string?> Option)[] fields =
    [
        .. Texts.Select(t =>
            (
                RequestField.All.First(f => f.Key == t.Key),
                new Option<string?>(t.Name) { Description = t.Description, HelpName = t.Value }
            )
        ),
    ];

    private readonly Option<string[]> users = new("--usable-by")
    {
        Description =
            "An account that launches the images; may be given several times; without it the whole organization may",
        HelpName = "ID",
    };
    private readonly Option<bool> creates = new("--may-create-images")
    {
        Description = "The account must also create, copy, register or import images",
    };
    private readonly Option<bool> outside = new("--outside-organization")
    {
        Description = "The account is meant to be outside of the organization",
    };

    public void AddTo(Command command)
    {
        foreach (var (_, option) in fields)
            command.Options.Add(option);
        command.Options.Add(users);
        command.Options.Add(creates);
        command.Options.Add(outside);
    }

    /// <summary>What the command line says of the request.</summary>
    public RequestDraft Of(ParseResult result)
    {
        var flags = new RequestDraft
        {
            UsableBy = [.. result.GetValue(users) ?? []],
            MayCreateImages = result.GetValue(creates),
            OutsideOrganization = result.GetValue(outside),
        };
        return fields.Aggregate(
            flags,
            (draft, f) => result.GetValue(f.Option) is { } value ? f.Field.Set(draft, value) : draft
        );
    }

    /// <summary>The option by which a field is given.</summary>
    public static string Name(RequestField field) => Texts.First(t => t.Key == field.Key).Name;
}
