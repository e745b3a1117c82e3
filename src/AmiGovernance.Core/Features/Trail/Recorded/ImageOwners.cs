using System.Globalization;
using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>What is known of images, from files of `aws ec2 describe-images` or of our own making (docs/reference/trail.md).</summary>
public sealed class ImageOwners
{
    /// <summary>The owner of an image that nobody knows: it is never guessed.</summary>
    public const string Unknown = "unknown";

    private readonly Dictionary<string, ImageFacts> known = new(StringComparer.Ordinal);

    public ImageFacts? Find(string image) => known.GetValueOrDefault(image);

    /// <summary>What AWS says of an image; without an owner it says nothing.</summary>
    public void Add(ImageFacts facts)
    {
        if (facts.ImageId is { Length: > 0 } id && (facts.OwnerId.Length > 0 || facts.OwnerAlias is not null))
            known[id] = facts;
    }

    /// <summary>False with a report (AMI0905) when the file is no list of images. An image that two files know has the facts of the later one.</summary>
    public bool Read(SourceText source, DiagnosticBag bag)
    {
        var reader = new Utf8JsonReader(
            source.Bytes.Span[(source.HasByteOrderMark ? 3 : 0)..],
            new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip }
        );
        try
        {
            var images = 0;
            while (reader.Read())
                if (reader.TokenType == JsonTokenType.StartObject)
                    images += ReadObject(ref reader);
            if (images > 0)
                return true;
            bag.Report(
                TrailDiagnostics.OwnersUnreadable,
                SourceLocation.OfFile(source),
                $"`{source.Path}` names no image with its owner",
                "it is the output of `aws ec2 describe-images`, or an object of image ids and owners: {\"ami-0123456789abcdef0\": \"111122223333\"}"
            );
        }
        catch (JsonException e)
        {
            var at = (int)reader.BytesConsumed;
            bag.Report(
                TrailDiagnostics.OwnersUnreadable,
                new SourceLocation(source, new TextSpan(Math.Min(at, source.Bytes.Length), 0)),
                $"this is no JSON: {e.Message.Split(". ")[0].TrimEnd('.')}"
            );
        }
        return false;
    }

    /// <summary>An image with its facts, or a map of images to owners, or something around these; the number of images read.</summary>
    private int ReadObject(ref Utf8JsonReader reader)
    {
        var images = 0;
        ImageFacts facts = new("", null);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString() ?? "";
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
                images += ReadObject(ref reader);
            else if (reader.TokenType == JsonTokenType.StartArray && key != "ProductCodes")
                images += ReadArray(ref reader);
            else if (reader.TokenType is JsonTokenType.StartArray)
                reader.Skip();
            else if (reader.TokenType == JsonTokenType.String)
                (facts, images) = Take(facts, images, key, reader.GetString() ?? "");
            else if (key == "Public" && reader.TokenType is JsonTokenType.True or JsonTokenType.False)
                facts = facts with { IsPublic = reader.GetBoolean() };
        }
        if (facts is not { ImageId: { } id } || facts.OwnerId.Length == 0 && facts.OwnerAlias is null)
            return images;
        known[id] = facts with { DeprecationKnown = true };
        return images + 1;
    }

    private int ReadArray(ref Utf8JsonReader reader)
    {
        var images = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
                images += ReadObject(ref reader);
            else if (reader.TokenType == JsonTokenType.StartArray)
                images += ReadArray(ref reader);
        }
        return images;
    }

    private (ImageFacts Facts, int Images) Take(ImageFacts facts, int images, string key, string value)
    {
        if (CallImages.IsImage(key) && OwnerAliases.IsOwner(value))
        {
            known[key] = AccountId.IsValid(value)
                ? new ImageFacts(value, null) { ImageId = key }
                : new ImageFacts("", value.Replace('_', '-')) { ImageId = key };
            return (facts, images + 1);
        }
        return (
            key switch
            {
                "ImageId" => facts with { ImageId = value },
                "OwnerId" => facts with { OwnerId = value },
                "ImageOwnerAlias" => facts with { OwnerAlias = value },
                "Name" => facts with { Name = value },
                "CreationDate" => facts with { CreationDate = Time(value) },
                "DeprecationTime" => facts with { DeprecationTime = Time(value) },
                _ => facts,
            },
            images
        );
    }

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;
}
