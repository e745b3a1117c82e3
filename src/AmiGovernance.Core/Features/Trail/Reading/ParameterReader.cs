using System.Text;
using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// What matters in `requestParameters` and `responseElements`. Each call has a shape of its own, some with the request's name around
/// it and capital letters; the keys that tell images, launch templates and shares are the same in all of them.
/// </summary>
/// <param name="exceptionMessage">See <see cref="CallOutcomes.Of"/>.</param>
internal sealed class ParameterReader(StringPool strings, string? exceptionMessage)
{
    /// <summary>In characters; what is shared with more is cut.</summary>
    private const int LongestDetail = 200;

    private const int MostContents = 20;

    /// <summary>As records spell them: with a small first letter, where the request's name is not around them.</summary>
    private static readonly byte[][] StateMembers =
    [
        .. WatchedCalls.StateCalls.Select(c =>
            Encoding.UTF8.GetBytes(char.ToLowerInvariant(c.Member[0]) + c.Member[1..])
        ),
    ];

    /// <summary>By the depth of its members: what holds a launch template, until it ends.</summary>
    private readonly Dictionary<int, (string Template, bool IsCovered)> configs = [];

    private readonly RecordedShares shares = new();
    private readonly List<string> contents = [];
    private string attribute = "",
        description = "",
        sourceImage = "",
        policy = "",
        target = "",
        verb = "",
        state = "";

    public CallImages Images { get; } = new();

    /// <summary>Whether the record says that what was asked is left out.</summary>
    public bool IsOmitted { get; private set; }

    /// <summary>The same of what was answered.</summary>
    public bool IsAnswerOmitted { get; private set; }

    /// <summary>Whether the record says what was asked.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>Whether the record has `requestParameters`, be it null.</summary>
    public bool IsThere { get; private set; }

    /// <summary>Whether the record has as text what it is to have as objects.</summary>
    public bool IsText { get; private set; }

    public FleetErrors Fleet { get; } = new(strings, exceptionMessage);

    public void Clear()
    {
        Images.Clear();
        Fleet.Clear();
        IsOmitted = IsAnswerOmitted = IsAsked = IsThere = IsText = false;
        configs.Clear();
        shares.Clear();
        contents.Clear();
        attribute = description = sourceImage = policy = target = verb = state = "";
    }

    public void ReadRequest(ref Utf8JsonReader reader)
    {
        reader.Read();
        IsText |= RecordRow.IsText(ref reader);
        (IsThere, IsAsked) = (true, reader.TokenType == JsonTokenType.StartObject);
        ReadRequestValue(ref reader);
    }

    public void ReadResponse(ref Utf8JsonReader reader)
    {
        reader.Read();
        IsText |= RecordRow.IsText(ref reader);
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType == JsonTokenType.PropertyName && IsKey(ref reader, "imageId"u8))
                Fleet.SeeImage(Image(ref reader, Images.AddResponse), reader.CurrentDepth);
            else if (reader.CurrentDepth == depth + 1 && IsOmission(ref reader))
                IsAnswerOmitted |= ReadOmitted(ref reader);
            else
                Fleet.See(ref reader);
        }
    }

    public string Detail(string name)
    {
        var detail = name switch
        {
            "CopyImage" when sourceImage.Length > 0 => CopySource.Detail(sourceImage),
            "ModifyImageAttribute" or "ModifySnapshotAttribute" when !shares.IsEmpty => shares.Text(LongestDetail),
            "ModifyImageAttribute" or "ResetImageAttribute" or "ModifySnapshotAttribute" => attribute.Length > 0
                ? attribute
                : description,
            _ when WatchedCalls.StateCalls.Any(c => c.Name == name) => state,
            "ReplaceImageCriteriaInAllowedImagesSettings" => string.Join(
                ", ",
                contents.Distinct().Order(StringComparer.Ordinal)
            ),
            _ when policy.Length > 0 || target.Length > 0 => $"{policy} {target}".Trim(),
            _ => "",
        };
        return detail.Length > LongestDetail ? $"{detail[..LongestDetail]}…" : detail;
    }

    private void ReadRequestValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
            if (reader.TokenType == JsonTokenType.PropertyName)
                ReadKey(ref reader);
            else if (reader.TokenType == JsonTokenType.EndObject)
                Settle(reader.CurrentDepth + 1);
        Settle(depth + 1);
    }

    private void ReadKey(ref Utf8JsonReader reader)
    {
        if (IsKey(ref reader, "imageId"u8))
            Image(ref reader, Images.AddRequest);
        else if (IsTemplate(ref reader) || IsKey(ref reader, "overrides"u8))
            ReadConfig(ref reader);
        else if (IsKey(ref reader, "sourceImageId"u8))
            sourceImage = Text(ref reader);
        else if (reader.ValueTextEquals("add"u8))
            verb = "add";
        else if (reader.ValueTextEquals("remove"u8))
            verb = "remove";
        else if (verb.Length > 0 && IsGrantee(ref reader))
            shares.Add(verb, Account(ref reader));
        else
            ReadDetail(ref reader);
    }

    /// <summary>With whom a launch permission shares an image (EC2 API reference, LaunchPermission).</summary>
    private static bool IsGrantee(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("userId"u8)
        || reader.ValueTextEquals("group"u8)
        || reader.ValueTextEquals("organizationArn"u8)
        || reader.ValueTextEquals("organizationalUnitArn"u8);

    /// <summary>A value of a recorded list: of image criteria, the providers, names and codes that are let in.</summary>
    private void AddContent(string value)
    {
        if (contents.Count < MostContents && value.Length > 0)
            contents.Add(value);
    }

    private void ReadDetail(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("attributeType"u8) || reader.ValueTextEquals("attribute"u8))
            attribute = Text(ref reader);
        else if (reader.ValueTextEquals("description"u8))
            description = "description";
        else if (reader.ValueTextEquals("imdsSupport"u8))
            description = "imdsSupport";
        else if (reader.ValueTextEquals("omitted"u8))
            IsOmitted |= ReadOmitted(ref reader);
        else if (IsState(ref reader))
            state = Text(ref reader);
        else if (reader.ValueTextEquals("content"u8))
            AddContent(Text(ref reader));
        else if (reader.ValueTextEquals("policyId"u8) || reader.ValueTextEquals("policyType"u8))
            policy = Text(ref reader);
        else if (reader.ValueTextEquals("targetId"u8) || reader.ValueTextEquals("accountId"u8))
            target = Account(ref reader);
    }

    private static bool IsOmission(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("omitted"u8);

    /// <summary>
    /// In place of a field that is too long: `{"omitted":true,"originalSize":…,"reason":…}` (CloudTrail user guide, "CloudTrail record
    /// contents").
    /// </summary>
    private static bool ReadOmitted(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.True;
    }

    private static bool IsState(ref Utf8JsonReader reader)
    {
        foreach (var member in StateMembers)
            if (IsKey(ref reader, member))
                return true;
        return false;
    }

    /// <summary>A launch template, or the overrides beside it.</summary>
    private void ReadConfig(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        var (template, isCovered) = IsTemplate(ref reader)
            ? (ReadTemplate(ref reader), false)
            : ("", ReadOverrides(ref reader));
        var config = configs.GetValueOrDefault(depth, (Template: "", IsCovered: false));
        configs[depth] = (template.Length > 0 ? template : config.Template, isCovered || config.IsCovered);
    }

    /// <summary>Nothing is launched from a template whose overrides all name something else.</summary>
    private void Settle(int depth)
    {
        if (configs.Remove(depth, out var config) && config is { Template.Length: > 0, IsCovered: false })
            Images.AddTemplate(config.Template);
    }

    /// <summary>Whether each override names an image or a launch template of its own.</summary>
    private bool ReadOverrides(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            return ReadOverride(ref reader);
        var (count, covered) = (0, 0);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            count++;
            covered += ReadOverride(ref reader) ? 1 : 0;
        }
        return count > 0 && count == covered;
    }

    private bool ReadOverride(ref Utf8JsonReader reader)
    {
        var before = Images.Requested;
        ReadRequestValue(ref reader);
        return Images.Requested > before;
    }

    /// <summary>See <see cref="LaunchedTemplate"/>; empty when it names none, or holds one.</summary>
    private string ReadTemplate(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return "";
        var (template, version) = ("", "");
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            if (IsTemplate(ref reader) || IsKey(ref reader, "overrides"u8))
                ReadConfig(ref reader);
            else if (IsTemplateId(ref reader) || template.Length == 0 && IsTemplateName(ref reader))
                template = Text(ref reader);
            else if (IsKey(ref reader, "version"u8))
                version = Text(ref reader);
        }
        Settle(depth + 1);
        return template.Length > 0 ? strings.Get(new LaunchedTemplate(template, version).ToString()) : "";
    }

    /// <summary>An Auto Scaling group with a mixed instances policy has one in the other.</summary>
    private static bool IsTemplate(ref Utf8JsonReader reader) =>
        IsKey(ref reader, "launchTemplate"u8) || IsKey(ref reader, "launchTemplateSpecification"u8);

    /// <summary>EKS alone has `id` and `name` (Amazon EKS API reference, LaunchTemplateSpecification).</summary>
    private static bool IsTemplateId(ref Utf8JsonReader reader) =>
        IsKey(ref reader, "launchTemplateId"u8) || reader.ValueTextEquals("id"u8);

    private static bool IsTemplateName(ref Utf8JsonReader reader) =>
        IsKey(ref reader, "launchTemplateName"u8) || reader.ValueTextEquals("name"u8);

    /// <summary>What stands there.</summary>
    private string Image(ref Utf8JsonReader reader, Action<string> add)
    {
        var text = Text(ref reader);
        if (CallImages.IsImage(text))
            add(text);
        else if (CallImages.IsParameter(text))
            Images.AddParameter(text);
        return text;
    }

    private string Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return Value(ref reader);
    }

    /// <summary>The same of what may be an account: a tool that takes it for a number loses its zeros at the beginning.</summary>
    public string Account(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Number ? AccountOf(ref reader) : Value(ref reader);
    }

    /// <summary>A string or a number; else empty, and the walk goes on inside.</summary>
    private string Value(ref Utf8JsonReader reader) =>
        reader.TokenType switch
        {
            JsonTokenType.String => strings.Get(ref reader),
            JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
            _ => "",
        };

    /// <summary>A number that is no account stays what it is.</summary>
    private static string AccountOf(ref Utf8JsonReader reader) =>
        reader.TryGetDecimal(out var number) && AccountId.OfNumber(number) is { } id
            ? id.Value
            : Encoding.UTF8.GetString(reader.ValueSpan);

    /// <summary>The first letter may be a capital one.</summary>
    internal static bool IsKey(ref Utf8JsonReader reader, ReadOnlySpan<byte> key)
    {
        if (reader.ValueIsEscaped)
            return reader.ValueTextEquals(key);
        var text = reader.ValueSpan;
        return text.Length == key.Length && text[1..].SequenceEqual(key[1..]) && (text[0] | 0x20) == key[0];
    }
}
