using System.CommandLine;
using AmiGovernance.Core.Features.Exceptions.Requests;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>The fields of a request as options.</summary>
internal sealed class RequestOptions
{
    private readonly Option<string?> account = Field(
        "--account",
        "ID",
        "The account whose images shall be allowed (12 digits)"
    );
    private readonly Option<string?> type = Field(
        "--type",
        "TYPE",
        "migration, vendor_poc, emergency, or a type of the configuration"
    );
    private readonly Option<string?> days = Field("--days", "N", "How many days, counted from the last approval");
    private readonly Option<string?> justification = Field("--justification", "TEXT", "Business justification");
    private readonly Option<string?> workload = Field(
        "--workload",
        "TEXT",
        "Workload description: what service or application"
    );
    private readonly Option<string?> review = Field(
        "--security-review",
        "completed|pending",
        "State of the security review"
    );
    private readonly Option<string?> plan = Field(
        "--plan",
        "TEXT",
        "How the exception ends: migration plan, exit criteria, remediation plan"
    );
    private readonly Option<string?> contact = Field(
        "--technical-contact",
        "ADDRESS",
        "Mail address of the technical contact"
    );
    private readonly Option<string?> sponsor = Field("--sponsor", "NAME", "VP or director");
    private readonly Option<string?> team = Field("--team", "NAME", "The team that asks");
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

    private static Option<string?> Field(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };

    public void AddTo(Command command)
    {
        foreach (
            var option in new Option[]
            {
                account,
                type,
                days,
                justification,
                workload,
                review,
                plan,
                contact,
                sponsor,
                team,
                users,
                creates,
                outside,
            }
        )
            command.Options.Add(option);
    }

    public bool Any(ParseResult result) => Over(new RequestDraft(), result) != new RequestDraft();

    /// <summary>The draft with what the command line gives.</summary>
    public RequestDraft Over(RequestDraft draft, ParseResult result) =>
        draft with
        {
            AccountId = result.GetValue(account) ?? draft.AccountId,
            Type = result.GetValue(type) ?? draft.Type,
            Duration = result.GetValue(days) ?? draft.Duration,
            BusinessJustification = result.GetValue(justification) ?? draft.BusinessJustification,
            WorkloadDescription = result.GetValue(workload) ?? draft.WorkloadDescription,
            SecurityReview = result.GetValue(review) ?? draft.SecurityReview,
            MigrationPlan = result.GetValue(plan) ?? draft.MigrationPlan,
            TechnicalContact = result.GetValue(contact) ?? draft.TechnicalContact,
            Sponsor = result.GetValue(sponsor) ?? draft.Sponsor,
            RequestedBy = result.GetValue(team) ?? draft.RequestedBy,
            UsableBy = result.GetValue(users) is { Length: > 0 } given ? [.. given] : draft.UsableBy,
            MayCreateImages = result.GetValue(creates) || draft.MayCreateImages,
            OutsideOrganization = result.GetValue(outside) || draft.OutsideOrganization,
        };

    /// <summary>The options for what the draft still lacks.</summary>
    public IEnumerable<string> Missing(RequestDraft draft) =>
        new (Option Option, string? Value)[]
        {
            (account, draft.AccountId),
            (type, draft.Type),
            (days, draft.Duration),
            (justification, draft.BusinessJustification),
            (workload, draft.WorkloadDescription),
            (review, draft.SecurityReview),
            (plan, draft.MigrationPlan),
            (contact, draft.TechnicalContact),
            (sponsor, draft.Sponsor),
            (team, draft.RequestedBy),
        }
            .Where(f => f.Value is null)
            .Select(f => f.Option.Name);
}
