using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Exceptions.Requests;

/// <summary>What a new request gets when its file does not say it: a filled-in form has no requester and no time.</summary>
public sealed record NewRequest(string Ticket, GitIdentity Requester, DateTimeOffset RequestedAt);

/// <summary>A request with the file that it was read from.</summary>
public sealed record LocatedRequest(ExceptionRequest Request, JsonDocumentTree Tree)
{
    /// <summary>The value of a key, or the whole request when the key is absent.</summary>
    public SourceLocation At(string key) => Tree.At((Tree.Root as JsonObject)?[key] ?? Tree.Root);
}

public static class ExceptionRequestReader
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

    private static readonly string[] RequiredOnceWritten = ["ticket", "requester", "requested_at"];

    /// <summary>Null with a report when anything is wrong: half a request is none.</summary>
    public static LocatedRequest? Read(
        SourceText source,
        IEnumerable<ExceptionType> types,
        NewRequest? defaults,
        DiagnosticBag bag
    )
    {
        var own = new DiagnosticBag();
        var request =
            JsonParser.Parse(source, own) is { } tree
            && ObjectReader.Open(tree, tree.Root, ExceptionRequest.Keys, own) is { } root
                ? new LocatedRequest(Read(root, [.. types.Select(t => t.Name)], defaults), tree)
                : null;
        bag.AddRange(own.ToSorted());
        return own.HasErrors ? null : request;
    }

    private static ExceptionRequest Read(ObjectReader root, string[] types, NewRequest? defaults)
    {
        foreach (var key in defaults is null ? [.. RequiredOnceWritten, .. Required] : Required)
            root.Require(key);
        root.Text("$schema");
        var permanent = ReportPermanent(root);
        var ticket = root.Text("ticket") ?? defaults?.Ticket ?? "";
        if (ticket.Length > 0 && !TicketNumber.IsValid(ticket))
            root.Bag.Report(
                RequestDiagnostics.Ticket,
                root.Tree.At(root.Node["ticket"] ?? root.Node),
                $"`{ticket}` is not a ticket number",
                "letters, digits, `-` and `_`, such as CLOUD-1234: it names files and a branch"
            );
        return new ExceptionRequest
        {
            Ticket = ticket,
            Account = root.AccountId("account_id") ?? default,
            Type = (permanent ? null : root.Choice("type", types)) ?? "",
            DurationDays = (permanent ? null : root.Integer("duration_days", 1, 366)) ?? 0,
            BusinessJustification = root.Text("business_justification") ?? "",
            WorkloadDescription = root.Text("workload_description") ?? "",
            SecurityReview =
                root.Choice("security_review", ExceptionRequest.SecurityReviews) == "completed"
                    ? SecurityReview.Completed
                    : SecurityReview.Pending,
            MigrationPlan = root.Text("migration_plan") ?? "",
            TechnicalContact = root.Email("technical_contact") ?? "",
            Sponsor = root.Text("sponsor") ?? "",
            RequestedBy = root.Text("requested_by") ?? "",
            UsableBy = root.AccountIds("usable_by", 1),
            MayCreateImages = root.Boolean("may_create_images") ?? false,
            OutsideOrganization = root.Boolean("outside_organization") ?? false,
            Requester = root.Identity("requester") ?? defaults?.Requester ?? new GitIdentity("", ""),
            RequestedAt = root.Time("requested_at") ?? defaults?.RequestedAt ?? default,
        };
    }

    /// <summary>Permanent needs are refused in the runbook's words, whichever way they are written.</summary>
    private static bool ReportPermanent(ObjectReader root)
    {
        var node =
            IsPermanent(root.Node["type"]) ? root.Node["type"]
            : IsPermanent(root.Node["duration_days"]) ? root.Node["duration_days"]
            : null;
        if (node is not null)
            root.Bag.Report(
                RequestDiagnostics.Permanent,
                root.Tree.At(node),
                "exceptions are not granted for permanent workload requirements",
                "use the approved golden images and customize by user data; what the whole organization shall trust becomes a vendor publisher; an account that must leave an old pipeline asks for `migration`"
            );
        return node is not null;
    }

    /// <summary>Whether a duration or a type says "without an end".</summary>
    public static bool IsPermanent(string text) =>
        ExceptionReader.WordsForPermanent.Contains(text.Trim().ToLowerInvariant());

    private static bool IsPermanent(JsonNode? node) =>
        node switch
        {
            JsonString text => IsPermanent(text.Value),
            JsonNumber number => number.Text == "0",
            JsonNull => true,
            _ => false,
        };
}
