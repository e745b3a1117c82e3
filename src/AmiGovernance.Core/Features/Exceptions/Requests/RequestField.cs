using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Exceptions.Requests;

/// <summary>A text of a request, under its names.</summary>
/// <param name="Key">In the file.</param>
/// <param name="Label">In the runbook's form.</param>
public sealed record RequestField(
    string Key,
    string Label,
    Func<RequestDraft, string?> Get,
    Func<RequestDraft, string, RequestDraft> Set
)
{
    public const string Account = "account_id";
    public const string Type = "type";
    public const string Duration = "duration_days";
    public const string BusinessJustification = "business_justification";
    public const string WorkloadDescription = "workload_description";
    public const string SecurityReview = "security_review";
    public const string MigrationPlan = "migration_plan";
    public const string TechnicalContact = "technical_contact";
    public const string Sponsor = "sponsor";
    public const string RequestedBy = "requested_by";

    /// <summary>In the order of the file; each of them must be filled in.</summary>
    public static readonly ImmutableArray<RequestField> All =
    [
        new(Account, "AWS Account ID", d => d.AccountId, (d, v) => d with { AccountId = v }),
        new(Type, "Exception Type", d => d.Type, (d, v) => d with { Type = v }),
        new(Duration, "Duration Requested", d => d.Duration, (d, v) => d with { Duration = v }),
        new(
            BusinessJustification,
            "Business Justification",
            d => d.BusinessJustification,
            (d, v) => d with { BusinessJustification = v }
        ),
        new(
            WorkloadDescription,
            "Workload Description",
            d => d.WorkloadDescription,
            (d, v) => d with { WorkloadDescription = v }
        ),
        new(SecurityReview, "Security Review", d => d.SecurityReview, (d, v) => d with { SecurityReview = v }),
        new(MigrationPlan, "Migration Plan", d => d.MigrationPlan, (d, v) => d with { MigrationPlan = v }),
        new(TechnicalContact, "Technical Contact", d => d.TechnicalContact, (d, v) => d with { TechnicalContact = v }),
        new(Sponsor, "Sponsor", d => d.Sponsor, (d, v) => d with { Sponsor = v }),
        new(RequestedBy, "Requested By", d => d.RequestedBy, (d, v) => d with { RequestedBy = v }),
    ];

    /// <summary>As the file has it: a choice is one word.</summary>
    public string Written(string value) => Key is Type or SecurityReview ? RequestDraft.Word(value) : value;
}
