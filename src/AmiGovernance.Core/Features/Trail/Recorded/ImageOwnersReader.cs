using System.Globalization;
using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>
/// Reads files of `aws ec2 describe-images` or of our own making (docs/reference/trail.md), whatever stands around the
/// images.
/// </summary>
/// <param name="owners">
/// An image that is named twice has the facts of the later place, and the owner that both give it; where they give it different ones, none
/// is believed.
/// </param>
public sealed class ImageOwnersReader(ImageOwners owners)
{
    private const string Form =
        "it is the output of `aws ec2 describe-images`, or an object of image ids and owners:"
        + " {\"ami-0123456789abcdef0\": \"111122223333\"}";

    private const string ContradictionHelp =
        "an image has one owner: ask `aws ec2 describe-images` for it, and take the wrong one out";

    private const string OwnerForm =
        "an owner is an account of 12 digits, or `amazon`, `aws-marketplace`, `aws-backup-vault`";

    /// <summary>Images whose value is no owner, and where it begins.</summary>
    private readonly List<(string Image, int At)> ownerless = [];

    /// <summary>Images that have another owner than before, and where that is said.</summary>
    private readonly List<(ImageFacts Before, ImageFacts Now, int At)> contradicted = [];

    /// <summary>The file that named an image first.</summary>
    private readonly Dictionary<string, string> namedBy = new(StringComparer.Ordinal);

    private string path = "";

    /// <summary>
    /// Reports a file that is no list of images, each image of a map that has no owner there, and each that has another owner than before
    /// (AMI0905).
    /// </summary>
    public void Read(SourceText source, DiagnosticBag bag)
    {
        var start = source.HasByteOrderMark ? 3 : 0;
        var reader = new Utf8JsonReader(
            source.Bytes.Span[start..],
            new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip }
        );
        try
        {
            var images = 0;
            path = source.Path;
            ownerless.Clear();
            contradicted.Clear();
            while (reader.Read())
                if (reader.TokenType == JsonTokenType.StartObject)
                    images += ReadObject(ref reader);
            foreach (var (image, at) in ownerless)
                ReportAt(source, start + at, $"this is no owner of `{image}`", bag, OwnerForm);
            foreach (var (before, now, at) in contradicted)
                ReportAt(source, start + at, Contradiction(before, now), bag, ContradictionHelp);
            if (images == 0 && ownerless.Count == 0)
                bag.Report(
                    TrailDiagnostics.OwnersUnreadable,
                    SourceLocation.OfFile(source),
                    $"`{source.Path}` names no image with its owner",
                    Form
                );
        }
        catch (JsonException e)
        {
            var message = $"this is no JSON: {e.Message.Split(". ")[0].TrimEnd('.')}";
            ReportAt(source, start + (int)reader.BytesConsumed, message, bag);
        }
        catch (InvalidOperationException) when (IllFormedText.Find(source.Bytes.Span) is { } illFormed)
        {
            ReportAt(source, illFormed.At, illFormed.Message, bag);
        }
    }

    private string Contradiction(ImageFacts before, ImageFacts now)
    {
        var first = namedBy[now.ImageId ?? ""];
        var place = first == path ? "before in this file" : $"in `{first}`";
        return $"`{now.ImageId}` has the owner {now.IamOwner} here, and {before.IamOwner} {place}";
    }

    private static void ReportAt(SourceText source, int at, string message, DiagnosticBag bag, string? help = null) =>
        bag.Report(
            TrailDiagnostics.OwnersUnreadable,
            new SourceLocation(source, new TextSpan(Math.Min(at, source.Bytes.Length), 0)),
            message,
            help
        );

    /// <summary>
    /// An image with its facts, or a map of images to owners, or something around these; the number of images read.
    /// </summary>
    private int ReadObject(ref Utf8JsonReader reader)
    {
        var (images, start) = (0, (int)reader.TokenStartIndex);
        ImageFacts facts = new("", null) { DeprecationKnown = true };
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString() ?? "";
            reader.Read();
            var (at, before) = ((int)reader.TokenStartIndex, images);
            if (Text(ref reader) is { } text)
                Take(key, text, at, ref facts, ref images);
            else if (key == "Public" && reader.TokenType is JsonTokenType.True or JsonTokenType.False)
                facts = facts with { IsPublic = reader.GetBoolean() };
            // They hold ids of their own.
            else if (key == "ProductCodes")
                reader.Skip();
            else
                images += ReadValue(ref reader);
            if (images == before && CallImages.IsImage(key))
                ownerless.Add((key, at));
        }
        return Add(facts, start) ? images + 1 : images;
    }

    /// <summary>False when it is no image with an owner.</summary>
    private bool Add(ImageFacts facts, int at)
    {
        if (facts is not { ImageId: { Length: > 0 } image, IamOwner.Length: > 0 })
            return false;
        var before = owners.Find(image);
        if (before is not null && !HaveOneOwner(before, facts))
            contradicted.Add((before, facts, at));
        namedBy.TryAdd(image, path);
        return owners.Add(before is null ? facts : WithOwnerOf(before, facts));
    }

    /// <summary>One place may give the account alone, or the alias alone, where the other gives both.</summary>
    private static bool HaveOneOwner(ImageFacts a, ImageFacts b) =>
        a.OwnerId == b.OwnerId && (a.OwnerAlias is null || b.OwnerAlias is null || a.OwnerAlias == b.OwnerAlias)
        || a.OwnerAlias is not null && a.OwnerAlias == b.OwnerAlias && (a.OwnerId.Length == 0 || b.OwnerId.Length == 0);

    private static ImageFacts WithOwnerOf(ImageFacts before, ImageFacts facts)
    {
        if (!HaveOneOwner(before, facts))
            return facts;
        return facts with
        {
            OwnerId = facts.OwnerId.Length > 0 ? facts.OwnerId : before.OwnerId,
            OwnerAlias = facts.OwnerAlias ?? before.OwnerAlias,
        };
    }

    /// <summary>Of a string, or of an account that is written as a number; null for anything else.</summary>
    private static string? Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDecimal(out var number))
            return null;
        return AccountId.OfNumber(number)?.Value;
    }

    /// <summary>What may hold images; nothing else does.</summary>
    private int ReadValue(ref Utf8JsonReader reader) =>
        reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(ref reader),
            JsonTokenType.StartArray => ReadArray(ref reader),
            _ => 0,
        };

    private int ReadArray(ref Utf8JsonReader reader)
    {
        var images = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            images += ReadValue(ref reader);
        return images;
    }

    private void Take(string key, string value, int at, ref ImageFacts facts, ref int images)
    {
        if (AddPair(key, value, at))
            images++;
        else
            facts = With(facts, key, value);
    }

    /// <summary>False when it is no pair of an image and its owner.</summary>
    private bool AddPair(string key, string value, int at)
    {
        if (!CallImages.IsImage(key) || !OwnerAliases.IsOwner(value))
            return false;
        var facts = AccountId.IsValid(value) ? new ImageFacts(value, null) : new ImageFacts("", IamName(value));
        return Add(facts with { ImageId = key }, at);
    }

    /// <summary>Both spellings of an alias are read.</summary>
    private static string IamName(string alias) => alias.Replace('_', '-');

    private static ImageFacts With(ImageFacts facts, string key, string value) =>
        key switch
        {
            "ImageId" => facts with { ImageId = value },
            "OwnerId" => facts with { OwnerId = value },
            "ImageOwnerAlias" => facts with { OwnerAlias = value },
            "Name" => facts with { Name = value },
            "CreationDate" => facts with { CreationDate = Time(value) },
            "DeprecationTime" => facts with { DeprecationTime = Time(value) },
            _ => facts,
        };

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;
}
