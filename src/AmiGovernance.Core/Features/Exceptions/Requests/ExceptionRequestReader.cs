using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Exceptions.Requests;

/// <summary>What a new request gets when its file does not say it: a filled-in form has no requester and no time.</summary>
internal sealed record NewRequest(string Ticket, GitIdentity Requester, DateTimeOffset RequestedAt);

/// <summary>Reads `requests/TICKET.json`, or what shall become it.</summary>
internal static class ExceptionRequestReader
{
    private static readonly string[] Required =
    [
        "account_id",
        "type",
        "duration_days",
        "business_justification",
        "workload_description",
        "security_review",
        "migration_plan",
        "technical_contact",
        "sponsor",
        "requested_by",
    ];

    private static readonly string[] RequiredOnceWritten = [.. Required, "ticket", "requester", "requested_at"];

    /// <summary>Stands in for what a written request must say itself: without it the request is not sound.</summary>
    private static readonly NewRequest NothingGiven = new("", new GitIdentity("", ""), default);

    private static readonly SourceUpkeep Upkeep = new() { DescribedBy = "amigov schema exception_request" };

    /// <summary>Null with a report when anything is wrong: half a request is none.</summary>
    /// <param name="defaults">Null for a request that has been written.</param>
    public static LocatedRequest? Read(
        SourceText source,
        IEnumerable<ExceptionType> types,
        NewRequest? defaults,
        DiagnosticBag bag
    ) =>
        SoundDocument.Read(
            source.KeptBy(Upkeep),
            ExceptionRequest.Keys,
            bag,
            root => new LocatedRequest(Read(root, [.. types.Select(t => t.Name)], defaults), root.Tree)
        );

    private static ExceptionRequest Read(ObjectReader root, string[] types, NewRequest? defaults)
    {
        foreach (var key in defaults is null ? RequiredOnceWritten : Required)
            root.Require(key);
        root.Text("$schema");

        var given = defaults ?? NothingGiven;
        var (type, days) = ReadTerms(root, types);
        var review = ExceptionRequest.SecurityReviews.Find(
            root.Choice("security_review", ExceptionRequest.SecurityReviews.All)
        );
        return new ExceptionRequest
        {
            Ticket = ReadTicket(root, given),
            Account = root.AccountId("account_id") ?? default,
            Type = type,
            DurationDays = days,
            BusinessJustification = root.TextOrEmpty("business_justification"),
            WorkloadDescription = root.TextOrEmpty("workload_description"),
            SecurityReview = review ?? SecurityReview.Pending,
            MigrationPlan = root.TextOrEmpty("migration_plan"),
            TechnicalContact = root.Email("technical_contact") ?? "",
            Sponsor = root.TextOrEmpty("sponsor"),
            RequestedBy = root.TextOrEmpty("requested_by"),
            UsableBy = root.AccountIds("usable_by", 1),
            MayCreateImages = root.Boolean("may_create_images") ?? false,
            OutsideOrganization = root.Boolean("outside_organization") ?? false,
            Requester = root.Identity("requester") ?? given.Requester,
            RequestedAt = root.Time("requested_at") ?? given.RequestedAt,
        };
    }

    private static string ReadTicket(ObjectReader root, NewRequest given)
    {
        var ticket = root.Text("ticket") ?? given.Ticket;
        if (ticket.Length > 0 && !TicketNumber.IsValid(ticket))
            root.Bag.Report(
                RequestDiagnostics.Ticket,
                root.Tree.At(root.Node["ticket"] ?? root.Node),
                $"`{ticket}` is not a ticket number",
                RequestDiagnostics.TicketHelp
            );
        return ticket;
    }

    /// <summary>What asks for a permanent exception is reported once, and not as a wrong type or number too.</summary>
    private static (string Type, int Days) ReadTerms(ObjectReader root, string[] types) =>
        PermanentRequest.Report(root)
            ? ("", 0)
            : (root.Choice("type", types) ?? "", root.Integer("duration_days", 1, 366) ?? 0);
}
