using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
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

    /// <summary>Those that are not filled in.</summary>
    public IEnumerable<RequestField> Missing => RequestField.All.Where(f => f.Get(this) is null);

    /// <summary>Whether it says nothing at all.</summary>
    public bool IsEmpty =>
        RequestField.All.All(f => f.Get(this) is null) && UsableBy.IsEmpty && !MayCreateImages && !OutsideOrganization;

    /// <summary>The draft with what another one says.</summary>
    public RequestDraft With(RequestDraft other)
    {
        var filled = RequestField.All.Aggregate(
            this,
            (draft, field) => field.Get(other) is { } value ? field.Set(draft, value) : draft
        );
        return filled with
        {
            UsableBy = other.UsableBy.IsEmpty ? UsableBy : other.UsableBy,
            MayCreateImages = MayCreateImages || other.MayCreateImages,
            OutsideOrganization = OutsideOrganization || other.OutsideOrganization,
        };
    }

    /// <summary>The draft as the file that it would become, for the reader to judge.</summary>
    public SourceText ToSource(string path) => new(path, JsonText.Write(indented: true, Write));

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var field in RequestField.All)
            if (field.Get(this) is { } value)
                Write(writer, field, value);
        if (!UsableBy.IsEmpty)
            writer.WriteStrings("usable_by", UsableBy);
        if (MayCreateImages)
            writer.WriteBoolean("may_create_images", true);
        if (OutsideOrganization)
            writer.WriteBoolean("outside_organization", true);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, RequestField field, string value)
    {
        if (field.Key == RequestField.Duration && Days(value) is { } days)
            writer.WriteNumber(field.Key, days);
        else
            writer.WriteString(field.Key, field.Written(value));
    }

    /// <summary>`60 days`, `60`.</summary>
    public static int? Days(string? text) =>
        int.TryParse(text?.Trim().Split(' ', ',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            ? days
            : null;

    /// <summary>`Vendor POC` is `vendor_poc`.</summary>
    public static string Word(string text) => text.Trim().ToLowerInvariant().Replace(' ', '_').Replace('-', '_');
}
