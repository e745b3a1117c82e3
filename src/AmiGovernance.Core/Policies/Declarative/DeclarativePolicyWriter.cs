using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Policies.Declarative;

/// <summary>Prints an EC2 declarative policy in the two forms that we need.</summary>
public static class DeclarativePolicyWriter
{
    /// <summary>
    /// The document that Organizations accepts: every value set by an operator, every node locked against child policies.
    /// </summary>
    public static byte[] Organizations(DeclarativePolicy policy, bool indented) =>
        JsonText.Write(
            indented,
            writer =>
            {
                writer.WriteStartObject();
                WriteAttributes(new Target(writer, Operators: true), policy);
                writer.WriteEndObject();
            }
        );

    /// <summary>The same content with plain values below `content.ec2`, for people and `jq`; AWS does not accept it.</summary>
    public static void WriteReview(Utf8JsonWriter writer, DeclarativePolicy policy) =>
        WriteAttributes(new Target(writer, Operators: false), policy);

    private static void WriteAttributes(Target to, DeclarativePolicy policy)
    {
        // Not locked as a whole: other policies may set other EC2 attributes.
        to.Writer.WriteStartObject(DeclarativeAttributes.Root);
        if (policy.ExceptionMessage is not null)
            to.Value("exception_message", policy.ExceptionMessage, locked: false);
        foreach (var attribute in DeclarativeAttributes.WithState)
            if (policy.StateOf(attribute) is { } set)
            {
                to.Start(attribute.Name);
                to.Value("state", set);
                to.Writer.WriteEndObject();
            }
        if (policy.State is { } state)
        {
            to.Start(DeclarativeAttributes.AllowedImagesSettings.Name);
            to.Value("state", state.Name());
            to.Start("image_criteria");
            for (var i = 0; i < policy.Criteria.Length; i++)
                WriteCriterion(to, i + 1, policy.Criteria[i]);
            to.Writer.WriteEndObject();
            to.Writer.WriteEndObject();
        }
        to.Writer.WriteEndObject();
    }

    private static void WriteCriterion(Target to, int number, ImageCriterion criterion)
    {
        to.Start(string.Create(CultureInfo.InvariantCulture, $"criteria_{number}"));
        if (!criterion.Providers.IsEmpty)
            to.Values("allowed_image_providers", criterion.Providers);
        if (criterion.Criteria is { } criteria)
        {
            if (!criteria.ImageNames.IsEmpty)
                to.Values("image_names", criteria.ImageNames);
            if (!criteria.MarketplaceProductCodes.IsEmpty)
                to.Values("marketplace_product_codes", criteria.MarketplaceProductCodes);
            if (criteria.MaximumDaysSinceCreated is { } created)
                WriteDays(to, "creation_date_condition", "maximum_days_since_created", created);
            if (criteria.MaximumDaysSinceDeprecated is { } deprecated)
                WriteDays(to, "deprecation_time_condition", "maximum_days_since_deprecated", deprecated);
            if (!criteria.Watermarks.IsEmpty)
                WriteWatermarks(to, criteria.Watermarks);
        }
        to.Writer.WriteEndObject();
    }

    private static void WriteDays(Target to, string condition, string name, int days)
    {
        to.Start(condition);
        to.Value(name, days);
        to.Writer.WriteEndObject();
    }

    private static void WriteWatermarks(Target to, ImmutableArray<ImageWatermark> watermarks)
    {
        to.Start("image_watermarks");
        for (var i = 0; i < watermarks.Length; i++)
        {
            var watermark = watermarks[i];
            to.Start(string.Create(CultureInfo.InvariantCulture, $"image_watermark_{i + 1}"));
            to.Value("watermark_key", watermark.WatermarkKey);
            if (watermark.SourceImageRegion is { } region)
                to.Value("source_image_region", region);
            if (watermark.MaximumDaysSinceSourceImageCreated is { } source)
                to.Value("maximum_days_since_source_image_created", source);
            if (watermark.MaximumDaysSinceWatermarkCreated is { } age)
                to.Value("maximum_days_since_watermark_created", age);
            to.Writer.WriteEndObject();
        }
        to.Writer.WriteEndObject();
    }

    private readonly record struct Target(Utf8JsonWriter Writer, bool Operators)
    {
        // A lock on a node stops child policies from changing it and from adding keys below it, but not from changing keys
        // that are there already: it must stand on every level (Organizations user guide, "Declarative policy inheritance").
        private void Lock()
        {
            if (Operators)
                Writer.WriteStrings(DeclarativeNodeReader.ChildControl, ["@@none"]);
        }

        public void Start(string name)
        {
            Writer.WriteStartObject(name);
            Lock();
        }

        public void Values(string name, ImmutableArray<string> values)
        {
            if (!Operators)
            {
                Writer.WriteStrings(name, values);
                return;
            }
            Start(name);
            Writer.WriteStrings("@@assign", values);
            Writer.WriteEndObject();
        }

        public void Value(string name, string value, bool locked = true)
        {
            if (!Operators)
            {
                Writer.WriteString(name, value);
                return;
            }
            Writer.WriteStartObject(name);
            if (locked)
                Lock();
            Writer.WriteString("@@assign", value);
            Writer.WriteEndObject();
        }

        public void Value(string name, int value)
        {
            if (!Operators)
            {
                Writer.WriteNumber(name, value);
                return;
            }
            Start(name);
            Writer.WriteNumber("@@assign", value);
            Writer.WriteEndObject();
        }
    }
}
