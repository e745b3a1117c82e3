using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Exceptions.Requests;

public enum SecurityReview
{
    Completed,
    Pending,
}

/// <summary>What `requests/TICKET.json` asks for: the fields of the runbook's template, and who asked when.</summary>
public sealed record ExceptionRequest
{
    public static readonly EnumNames<SecurityReview> SecurityReviews = new(
        (SecurityReview.Completed, "completed"),
        (SecurityReview.Pending, "pending")
    );

    public static readonly string[] Keys =
    [
        "$schema",
        "ticket",
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
        "usable_by",
        "may_create_images",
        "outside_organization",
        "requester",
        "requested_at",
    ];

    public required string Ticket { get; init; }

    /// <summary>The account whose images shall be allowed.</summary>
    public required AccountId Account { get; init; }

    /// <summary>A key of the exception-type table.</summary>
    public required string Type { get; init; }

    /// <summary>Counted from the day of the last approval.</summary>
    public required int DurationDays { get; init; }

    public required string BusinessJustification { get; init; }

    public required string WorkloadDescription { get; init; }

    public SecurityReview SecurityReview { get; init; }

    public string SecurityReviewName => SecurityReviews.Of(SecurityReview);

    /// <summary>How the exception ends: the way to approved images, exit criteria of a pilot, remediation after an incident.</summary>
    public required string MigrationPlan { get; init; }

    /// <summary>A mail address.</summary>
    public required string TechnicalContact { get; init; }

    public required string Sponsor { get; init; }

    /// <summary>The team.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>Accounts that may launch the images besides the owner; empty means the whole organization.</summary>
    public ImmutableArray<AccountId> UsableBy { get; init; } = [];

    public bool MayCreateImages { get; init; }

    /// <summary>The account is known to be no member of the organization, so that approvers see it.</summary>
    public bool OutsideOrganization { get; init; }

    public required GitIdentity Requester { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Approvals are bound to it: any other value asks for new ones.</summary>
    public string Digest => ContentDigest.Of(Write);

    public byte[] ToJson() =>
        [
            .. JsonText.Write(
                indented: true,
                writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("$schema", "../schema/exception_request.schema.json");
                    WriteMembers(writer);
                    writer.WriteEndObject();
                }
            ),
            (byte)'\n',
        ];

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteMembers(writer);
        writer.WriteEndObject();
    }

    /// <summary>Its keys and values, into an object that is open.</summary>
    private void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("ticket", Ticket);
        writer.WriteString("account_id", Account.Value);
        writer.WriteString("type", Type);
        writer.WriteNumber("duration_days", DurationDays);
        writer.WriteString("business_justification", BusinessJustification);
        writer.WriteString("workload_description", WorkloadDescription);
        writer.WriteString("security_review", SecurityReviewName);
        writer.WriteString("migration_plan", MigrationPlan);
        writer.WriteString("technical_contact", TechnicalContact);
        writer.WriteString("sponsor", Sponsor);
        writer.WriteString("requested_by", RequestedBy);
        if (!UsableBy.IsEmpty)
            writer.WriteStrings("usable_by", UsableBy.Select(a => a.Value));
        if (MayCreateImages)
            writer.WriteBoolean("may_create_images", true);
        if (OutsideOrganization)
            writer.WriteBoolean("outside_organization", true);
        writer.WriteIdentity("requester", Requester);
        writer.WriteString("requested_at", RequestedAt.IsoText());
    }
}
