using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Exceptions.Requests;

/// <summary>A request as somebody fills it in, field by field; null for what is not said. Nothing is checked yet.</summary>
public sealed record RequestDraft
{
    public string? AccountId { get; init; }

    public string? Type { get; init; }

    public string? Duration { get; init; }

    public string? BusinessJustification { get; init; }

    public string? WorkloadDescription { get; init; }

    public string? SecurityReview { get; init; }

    public string? MigrationPlan { get; init; }

    public string? TechnicalContact { get; init; }

    public string? Sponsor { get; init; }

    public string? RequestedBy { get; init; }

    public ImmutableArray<string> UsableBy { get; init; } = [];

    public bool MayCreateImages { get; init; }

    public bool OutsideOrganization { get; init; }

    /// <summary>The draft as the file that it would become, for the reader to judge.</summary>
    public SourceText ToSource(string path) =>
        new(
            path,
            JsonText.Write(
                indented: true,
                writer =>
                {
                    void Text(string key, string? value)
                    {
                        if (value is not null)
                            writer.WriteString(key, value);
                    }
                    writer.WriteStartObject();
                    Text("account_id", AccountId);
                    Text("type", Word(Type));
                    if (Days(Duration) is { } days)
                        writer.WriteNumber("duration_days", days);
                    else
                        Text("duration_days", Duration);
                    Text("business_justification", BusinessJustification);
                    Text("workload_description", WorkloadDescription);
                    Text("security_review", Word(SecurityReview));
                    Text("migration_plan", MigrationPlan);
                    Text("technical_contact", TechnicalContact);
                    Text("sponsor", Sponsor);
                    Text("requested_by", RequestedBy);
                    if (!UsableBy.IsEmpty)
                        writer.WriteStrings("usable_by", UsableBy);
                    if (MayCreateImages)
                        writer.WriteBoolean("may_create_images", true);
                    if (OutsideOrganization)
                        writer.WriteBoolean("outside_organization", true);
                    writer.WriteEndObject();
                }
            )
        );

    /// <summary>`60 days`, `60`.</summary>
    public static int? Days(string? text) =>
        int.TryParse(text?.Trim().Split(' ', ',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            ? days
            : null;

    /// <summary>`Vendor POC` is `vendor_poc`.</summary>
    public static string? Word(string? text) => text?.Trim().ToLowerInvariant().Replace(' ', '_').Replace('-', '_');
}
