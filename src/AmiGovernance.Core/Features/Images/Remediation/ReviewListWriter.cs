using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>Writes a review list for people to decide in.</summary>
public static class ReviewListWriter
{
    /// <summary>The file's content.</summary>
    /// <param name="list">Images with the decisions that were made so far.</param>
    public static byte[] Write(ReviewList list) =>
        [
            .. JsonText.Write(
                indented: true,
                writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("format_version", "1.0");
                    writer.WriteStartArray("images");
                    foreach (var image in list.Images)
                        Write(writer, image);
                    writer.WriteEndArray();
                    writer.WriteEndObject();
                }
            ),
            (byte)'\n',
        ];

    private static void Write(Utf8JsonWriter writer, ReviewedImage image)
    {
        writer.WriteStartObject();
        writer.WriteString("account", image.Account.Value);
        // Text from outside: what is invisible or turns text around is written visibly, for people review this file.
        writer.WriteString("account_name", Sanitize.Text(image.AccountName));
        writer.WriteString("region", image.WrittenRegion);
        writer.WriteString("image_id", image.WrittenImageId);
        writer.WriteString("name", Sanitize.Text(image.Name));
        writer.WriteStrings("shared_with", image.SharedWith.Select(p => p.ToString()));
        if (image.UsageReport is { } day)
            writer.WriteString("usage_report", day.Text());
        WriteUses(writer, image.UsedBy);
        writer.WriteString("decision", ReviewDecisions.Names.Of(image.Decision));
        writer.WriteStrings("grant", image.Grant.Select(p => p.Value));
        writer.WriteString("reason", image.Reason);
        writer.WriteString("expires_on", image.ExpiresOn?.Text() ?? "");
        writer.WriteString("approved_by", image.ApprovedBy);
        writer.WriteString("ticket", image.Ticket);
        writer.WriteEndObject();
    }

    private static void WriteUses(Utf8JsonWriter writer, ImmutableArray<ImageUser> uses)
    {
        writer.WriteStartArray("used_by");
        foreach (var use in uses)
        {
            writer.WriteStartObject();
            writer.WriteString("account", use.Account.Value);
            writer.WriteString("resource_type", use.ResourceType);
            writer.WriteNumber("count", use.Count);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
