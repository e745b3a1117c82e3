using System.Text.Json;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Tests.Policies.Declarative;

/// <summary>
/// Declarative policies are written and read as the Organizations user guide, "EC2 policy syntax and examples", has them.
/// </summary>
public sealed class DeclarativeDocumentTests
{
    private static readonly DeclarativePolicy Everything = new()
    {
        ExceptionMessage = "ask the platform team",
        State = AllowedImagesState.AuditMode,
        States = new DeclarativePolicy()
            .With(DeclarativeAttributes.ImageBlockPublicAccess, "block_new_sharing")
            .With(DeclarativeAttributes.SnapshotBlockPublicAccess, "block_all_sharing")
            .States,
        Criteria =
        [
            new ImageCriterion(["123456738923", "amazon"], null) { Number = 1 },
            new ImageCriterion([], new ImageCriteria { ImageNames = ["golden-*", "base-?"] }) { Number = 2 },
            new ImageCriterion(
                ["aws_marketplace"],
                new ImageCriteria
                {
                    MarketplaceProductCodes = ["abc123"],
                    MaximumDaysSinceCreated = 300,
                    MaximumDaysSinceDeprecated = 0,
                    Watermarks =
                    [
                        new ImageWatermark("team", "eu-*", 10, 20),
                        new ImageWatermark("built-by", null, null, null),
                    ],
                }
            )
            {
                Number = 3,
            },
        ],
    };

    private const string Plain = """
        {
          "exception_message": "ask the platform team",
          "image_block_public_access": { "state": "block_new_sharing" },
          "snapshot_block_public_access": { "state": "block_all_sharing" },
          "allowed_images_settings": {
            "state": "audit_mode",
            "image_criteria": {
              "criteria_1": { "allowed_image_providers": [ "123456738923", "amazon" ] },
              "criteria_2": { "image_names": [ "golden-*", "base-?" ] },
              "criteria_3": {
                "allowed_image_providers": [ "aws_marketplace" ],
                "marketplace_product_codes": [ "abc123" ],
                "creation_date_condition": { "maximum_days_since_created": 300 },
                "deprecation_time_condition": { "maximum_days_since_deprecated": 0 },
                "image_watermarks": {
                  "image_watermark_1": {
                    "watermark_key": "team",
                    "source_image_region": "eu-*",
                    "maximum_days_since_source_image_created": 10,
                    "maximum_days_since_watermark_created": 20
                  },
                  "image_watermark_2": { "watermark_key": "built-by" }
                }
              }
            }
          }
        }
        """;

    private static string Compact(string json) => JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement);

    private static JsonNode Organizations(DeclarativePolicy policy) =>
        JsonParser
            .Read(new SourceText("policy", DeclarativePolicyWriter.Organizations(policy, indented: false)))
            .Sound.Root;

    /// <summary>The same values as for people, each set by an operator.</summary>
    [Fact]
    public void What_Organizations_gets_is_in_effect_what_is_reviewed()
    {
        var effective = DeclarativeInheritance.Merge([
            [new InheritedDocument("ours", Organizations(Everything))],
        ]);
        Assert.Empty(effective.Ignored);
        Assert.Equal(Compact($"{{\"ec2_attributes\":{Plain}}}"), Compact(effective.Json!));
        var review = JsonText.Write(
            indented: false,
            writer =>
            {
                writer.WriteStartObject();
                DeclarativePolicyWriter.WriteReview(writer, Everything);
                writer.WriteEndObject();
            }
        );
        Assert.Equal(Compact($"{{\"ec2_attributes\":{Plain}}}"), Compact(JsonText.ToText(review)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_written_is_read(bool isEffective)
    {
        var read = isEffective
            ? DeclarativePolicyParser.ReadEffective($"{{\"ec2_attributes\":{Plain}}}").Sound
            : DeclarativePolicyParser
                .Read(new SourceText("policy", DeclarativePolicyWriter.Organizations(Everything, indented: true)))
                .Sound;
        Assert.Equal(Everything.ExceptionMessage, read.ExceptionMessage);
        Assert.Equal(Everything.State, read.State);
        Assert.Equal(Everything.States, read.States);
        Assert.Equal(Everything.Criteria.Select(c => c.Number), read.Criteria.Select(c => c.Number));
        Assert.Equal(Everything.Criteria.Select(c => c.Providers), read.Criteria.Select(c => c.Providers));
        Assert.Equal(
            Everything.Criteria.Select(c => c.Criteria?.GroupKey),
            read.Criteria.Select(c => c.Criteria?.GroupKey)
        );
    }

    /// <summary>Every node but the root and the message is locked; without one of the locks the document is found out.</summary>
    [Fact]
    public void Every_lock_counts()
    {
        Assert.Null(DeclarativeLocks.FirstUnlocked(Organizations(Everything)));
        var text = JsonText.ToText(DeclarativePolicyWriter.Organizations(Everything, indented: false));
        const string Lock = "\"@@operators_allowed_for_child_policies\":[\"@@none\"]";
        var places = 0;
        for (var at = text.IndexOf(Lock, StringComparison.Ordinal); at >= 0; places++)
        {
            foreach (
                var other in new[] { "\"@@x\":[\"@@none\"]", Lock.Replace("none", "assign", StringComparison.Ordinal) }
            )
            {
                var open = text[..at] + other + text[(at + Lock.Length)..];
                var root = JsonParser.Read(SourceText.FromString("policy", open)).Sound.Root;
                Assert.True(DeclarativeLocks.FirstUnlocked(root) is not null, open);
            }
            at = text.IndexOf(Lock, at + 1, StringComparison.Ordinal);
        }
        Assert.Equal(26, places);
    }

    [Fact]
    public void An_attribute_that_is_set_and_taken_away_again_says_nothing()
    {
        var attribute = DeclarativeAttributes.ImageBlockPublicAccess;
        var policy = new DeclarativePolicy().With(attribute, "unblocked");
        Assert.Equal("unblocked", policy.StateOf(attribute));
        Assert.False(policy.Restricts(attribute));
        Assert.True(policy.With(attribute, "block_new_sharing").Restricts(attribute));
        Assert.Null(policy.With(attribute, null).StateOf(attribute));
        Assert.False(policy.With(attribute, null).Restricts(attribute));
    }

    [Theory]
    [InlineData(false, "[\"@@none\"]")]
    [InlineData(true, "[\"@@assign\"]")]
    public void A_state_is_changed_and_nothing_else(bool openToChildren, string control)
    {
        var was = JsonText.ToText(DeclarativePolicyWriter.Organizations(Everything, indented: false));
        var now = DeclarativeState.With(Organizations(Everything), AllowedImagesState.Enabled, openToChildren);
        const string State = "\"state\":{\"@@operators_allowed_for_child_policies\":";
        Assert.Equal(
            was.Replace(
                State + "[\"@@none\"],\"@@assign\":\"audit_mode\"",
                State + control + ",\"@@assign\":\"enabled\"",
                StringComparison.Ordinal
            ),
            now
        );
        Assert.NotEqual(was, now);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"ec2_attributes":{}}""")]
    [InlineData("""{"ec2_attributes":{"allowed_images_settings":{}}}""")]
    [InlineData("""{"ec2_attributes":[]}""")]
    public void A_document_without_a_state_has_none_to_change(string json) =>
        Assert.Null(
            DeclarativeState.With(
                JsonParser.Read(SourceText.FromString("policy", json)).Sound.Root,
                AllowedImagesState.Enabled,
                openToChildren: false
            )
        );
}
