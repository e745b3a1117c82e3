using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// Reads one record (CloudTrail user guide, "CloudTrail record contents"), whatever the order and spelling of its keys. Throws
/// <see cref="JsonException"/> when it is no JSON, or a text in it is no Unicode. Made for one thread, and used for many records.
/// </summary>
/// <param name="exceptionMessage">See <see cref="Ports.Trail.CallOutcomes.Of"/>.</param>
internal sealed partial class TrailEventReader(StringPool strings, string? exceptionMessage)
{
    /// <summary>For the queries too: it uses only what RE2 and Java's regular expressions have in common.</summary>
    internal const string DeniedResourcePattern = "on resource: arn:[^:]*:ec2:[^:]*:[^:]*:([a-z-]+/[A-Za-z0-9*_-]*)";

    internal static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };

    /// <summary>EC2 and Auto Scaling API references: they have overrides, or lists of specifications and templates.</summary>
    private static readonly FrozenSet<string> ManyLaunches = FrozenSet.Create(
        StringComparer.Ordinal,
        "CreateFleet",
        "ModifyFleet",
        "RequestSpotFleet",
        "CreateAutoScalingGroup",
        "UpdateAutoScalingGroup"
    );

    private readonly ParameterReader parameters = new(strings, exceptionMessage);
    private string version = "",
        source = "",
        name = "",
        category = "",
        region = "",
        recipient = "",
        code = "",
        message = "",
        address = "";
    private string type = "",
        arn = "",
        account = "",
        issuer = "",
        invokedBy = "",
        principalId = "";
    private DateTimeOffset? time;
    private UInt128? id,
        corrects;

    private bool hasCaller;

    /// <summary>Whether texts or columns stand for objects, so that the record is to be rewritten.</summary>
    private bool isRow;

    /// <summary>Null when the object is no CloudTrail record, for it has no `eventName`.</summary>
    public TrailEvent? Read(ReadOnlySpan<byte> record)
    {
        try
        {
            var read = ReadRecord(record);
            var isUsual = read is null || !isRow && !parameters.IsText;
            return isUsual ? read : ReadRecord(RecordRow.Rewrite(record.ToArray()));
        }
        catch (InvalidOperationException e) when (IllFormedText.Find(record) is { } illFormed)
        {
            throw illFormed.ToException(e);
        }
    }

    private TrailEvent? ReadRecord(ReadOnlySpan<byte> record)
    {
        Clear();
        var reader = new Utf8JsonReader(record, Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            ReadProperty(ref reader);
        if (name.Length == 0)
            return null;

        var isOfFleet = TakeFleetError();
        var images = parameters.Images.Find(message, ManyLaunches.Contains(name));
        ImmutableArray<string> refused = isOfFleet ? Refused() : [];
        var isPartial = isOfFleet ? parameters.Fleet.HasInstance : IsFleetWithoutAnswer;
        var read = new TrailEvent
        {
            Id = id,
            Corrects = corrects,
            Version = version,
            Time = time,
            Source = source,
            Name = name,
            Category = category,
            Account = recipient.Length > 0 ? recipient : account,
            Region = region,
            Principal = Principal(),
            Session = issuer.Length == 0 && SessionArn.WithoutName(arn) is not null ? arn : null,
            Service = Service(),
            ErrorCode = code,
            ErrorMessage = message,
            IsPartial = isPartial,
            IsOmitted = parameters.IsOmitted,
            IsAnswerOmitted = parameters.IsAnswerOmitted,
            Told = (hasCaller, parameters.IsThere),
            Images = refused.IsEmpty ? images : refused,
            OtherImages = isPartial && !refused.IsEmpty ? images.RemoveRange(refused) : [],
            Detail = strings.Get(Detail(images)),
        };
        return TemplateReader.Read(record, read) is { } change ? read with { Template = change } : read;
    }

    /// <summary>A fleet's record has no error of its own: whether its answer has one, which is then taken for it.</summary>
    private bool TakeFleetError()
    {
        if (name != "CreateFleet" || code.Length > 0 || parameters.Fleet.Chosen is not { } error)
            return false;
        (code, message) = error;
        return true;
    }

    /// <summary>Of a fleet's errors: the images that were denied, else the one that the error names.</summary>
    private ImmutableArray<string> Refused()
    {
        if (parameters.Fleet.Refused.Count > 0)
            return [.. parameters.Fleet.Refused];
        return CallImages.InText(message) is { } named ? [named] : [];
    }

    /// <summary>What it launched, and what was refused, is left out.</summary>
    private bool IsFleetWithoutAnswer => name == "CreateFleet" && code.Length == 0 && parameters.IsAnswerOmitted;

    /// <summary>The image of these is optional (EC2 API reference): a snapshot or the root volume's first state, other capacity.</summary>
    private bool IsWithoutImage(ImmutableArray<string> images) =>
        name is "CreateReplaceRootVolumeTask" or "ModifyFleet"
        && images.IsEmpty
        && parameters is { IsAsked: true, IsOmitted: false };

    /// <summary>For a launch that is denied on something else than an image, on what.</summary>
    private string Detail(ImmutableArray<string> images)
    {
        if (IsWithoutImage(images))
            return CallImages.None;
        var detail = parameters.Detail(name);
        if (detail.Length > 0 || message.Length == 0 || !GuardedActions.IsLaunch($"ec2:{name}"))
            return detail;
        var resource = DeniedResource().Match(message).Groups[1].Value;
        return resource.Length == 0 || resource.StartsWith("image/", StringComparison.Ordinal) ? "" : $"on {resource}";
    }

    /// <summary>The role of a session where the record has it, else what comes closest.</summary>
    private string Principal()
    {
        if (issuer.Length > 0)
            return issuer;
        if (arn.Length > 0)
            return strings.Get(PrincipalNames.RoleOf(arn));
        if (invokedBy.Length > 0)
            return invokedBy;
        return principalId.Length > 0 ? principalId : type;
    }

    /// <summary>
    /// Services call under their own names, and from addresses that are names (CloudTrail user guide,
    /// "sourceIPAddress").
    /// </summary>
    private string Service()
    {
        if (invokedBy.Length > 0)
            return invokedBy;
        return PrincipalNames.IsServiceName(address) ? address : "";
    }

    private void Clear()
    {
        version = source = name = category = region = recipient = code = message = address = "";
        type = arn = account = issuer = invokedBy = principalId = "";
        (time, id, corrects, isRow) = (null, null, null, false);
        hasCaller = false;
        parameters.Clear();
    }

    private void ReadProperty(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("userIdentity"u8))
            ReadIdentity(ref reader);
        else if (reader.ValueTextEquals("requestParameters"u8))
            parameters.ReadRequest(ref reader);
        else if (reader.ValueTextEquals("responseElements"u8))
            parameters.ReadResponse(ref reader);
        else if (reader.ValueTextEquals("eventName"u8))
            name = Text(ref reader);
        else if (reader.ValueTextEquals("eventSource"u8))
            source = Text(ref reader);
        else if (reader.ValueTextEquals("eventTime"u8))
            time = Time(ref reader);
        else if (reader.ValueTextEquals("eventID"u8))
            id = Id(ref reader);
        else if (reader.ValueTextEquals("eventVersion"u8))
            version = Text(ref reader);
        else if (reader.ValueTextEquals("eventCategory"u8))
            category = Text(ref reader);
        else if (reader.ValueTextEquals("awsRegion"u8))
            region = Text(ref reader);
        else if (reader.ValueTextEquals("recipientAccountId"u8))
            recipient = Account(ref reader);
        else if (reader.ValueTextEquals("sourceIPAddress"u8))
            address = Text(ref reader);
        else if (reader.ValueTextEquals("errorCode"u8))
            code = Text(ref reader);
        else if (reader.ValueTextEquals("errorMessage"u8))
            message = Text(ref reader);
        else if (reader.ValueTextEquals("addendum"u8))
            ReadAddendum(ref reader);
        else
        {
            isRow |= RecordRow.IsPath(ref reader);
            SkipValue(ref reader);
        }
    }

    /// <summary>
    /// A correction (`UPDATED_DATA`) names the event that was wrong; what came late only (`DELIVERY_DELAY`, `SERVICE_OUTAGE`) names none
    /// (CloudTrail user guide, "CloudTrail record contents", addendum).
    /// </summary>
    private void ReadAddendum(ref Utf8JsonReader reader)
    {
        if (!Enter(ref reader))
            return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("originalEventID"u8))
                corrects = Id(ref reader);
            else
                SkipValue(ref reader);
        }
    }

    private void ReadIdentity(ref Utf8JsonReader reader)
    {
        hasCaller = true;
        if (!Enter(ref reader))
            return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
                type = Text(ref reader);
            else if (reader.ValueTextEquals("arn"u8))
                arn = Text(ref reader);
            else if (reader.ValueTextEquals("accountId"u8))
                account = Account(ref reader);
            else if (reader.ValueTextEquals("invokedBy"u8))
                invokedBy = Text(ref reader);
            else if (reader.ValueTextEquals("principalId"u8))
                principalId = Text(ref reader);
            else if (reader.ValueTextEquals("sessionContext"u8))
                ReadSession(ref reader);
            else
                SkipValue(ref reader);
        }
    }

    private void ReadSession(ref Utf8JsonReader reader)
    {
        if (!Enter(ref reader))
            return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("sessionIssuer"u8))
                ReadIssuer(ref reader);
            else
                SkipValue(ref reader);
        }
    }

    private void ReadIssuer(ref Utf8JsonReader reader)
    {
        if (!Enter(ref reader))
            return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("arn"u8))
                issuer = Text(ref reader);
            else
                SkipValue(ref reader);
        }
    }

    private static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    /// <summary>False, with the value skipped, when it is no object.</summary>
    private bool Enter(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
            return true;
        isRow |= RecordRow.IsText(ref reader);
        reader.Skip();
        return false;
    }

    /// <summary>False, with the value skipped, when it is no string.</summary>
    private static bool IsString(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return true;
        reader.Skip();
        return false;
    }

    /// <summary>Empty for what is no string.</summary>
    private string Text(ref Utf8JsonReader reader) => IsString(ref reader) ? strings.Get(ref reader) : "";

    private string Account(ref Utf8JsonReader reader)
    {
        var text = parameters.Account(ref reader);
        reader.Skip();
        return text;
    }

    private static DateTimeOffset? Time(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number)
            return reader.TryGetInt64(out var number) ? IsoTime.OfUnix(number) : null;
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }
        if (!reader.ValueIsEscaped && IsoTime.TryParse(reader.ValueSpan, out var time))
            return time;
        // Other forms are slower to read, and none of CloudTrail's.
        var text = reader.GetString();
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time)
            ? time.ToUniversalTime()
            : null;
    }

    private static UInt128? Id(ref Utf8JsonReader reader)
    {
        if (!IsString(ref reader))
            return null;
        if (reader.TryGetGuid(out var guid))
        {
            Span<byte> bytes = stackalloc byte[16];
            guid.TryWriteBytes(bytes);
            return ToId(bytes);
        }
        var text = Encoding.UTF8.GetBytes(reader.GetString() ?? "");
        return text.Length == 0 ? null : ToId(SHA256.HashData(text));
    }

    [GeneratedRegex(DeniedResourcePattern)]
    private static partial Regex DeniedResource();

    private static UInt128 ToId(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt128LittleEndian(bytes);
}
