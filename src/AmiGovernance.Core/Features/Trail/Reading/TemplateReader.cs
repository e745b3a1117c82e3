using System.Text;
using System.Text.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// What a call did to a launch template, from its record. These calls are few: their records are read once more, and nothing of it
/// is in the way of all others.
/// </summary>
internal static class TemplateReader
{
    private static readonly EnumNames<TemplateChangeKind> Calls = new(
        (TemplateChangeKind.Created, "CreateLaunchTemplate"),
        (TemplateChangeKind.VersionMade, "CreateLaunchTemplateVersion"),
        (TemplateChangeKind.Modified, "ModifyLaunchTemplate"),
        (TemplateChangeKind.VersionsDeleted, "DeleteLaunchTemplateVersions"),
        (TemplateChangeKind.Deleted, "DeleteLaunchTemplate")
    );

    private delegate void FieldReader(ref Utf8JsonReader reader, Found into);

    /// <summary>At whatever depth they stand, in requests and in answers.</summary>
    private static readonly (byte[] Key, FieldReader Read)[] Fields =
    [
        ("launchTemplateId"u8.ToArray(), (ref reader, into) => into.Id = First(into.Id, ref reader)),
        ("launchTemplateName"u8.ToArray(), (ref reader, into) => into.Name = First(into.Name, ref reader)),
        ("imageId"u8.ToArray(), (ref reader, into) => into.Image = First(into.Image, ref reader)),
        ("sourceVersion"u8.ToArray(), (ref reader, into) => into.Source = First(into.Source, ref reader)),
        (
            "setDefaultVersion"u8.ToArray(),
            (ref reader, into) => into.WantedDefault = First(into.WantedDefault, ref reader)
        ),
        ("defaultVersionNumber"u8.ToArray(), (ref reader, into) => into.Default = Number(ref reader)),
        ("latestVersionNumber"u8.ToArray(), (ref reader, into) => into.Latest = Number(ref reader)),
        ("versionNumber"u8.ToArray(), (ref reader, into) => into.Add(Number(ref reader))),
        ("launchTemplateData"u8.ToArray(), (ref _, into) => into.HasData = true),
        ("resolveAlias"u8.ToArray(), (ref reader, into) => into.ResolvesAlias = Flag(ref reader)),
    ];

    /// <summary>Null for other calls, for calls that failed, and for one that changed nothing.</summary>
    public static TemplateChange? Read(ReadOnlySpan<byte> record, TrailEvent call)
    {
        if (!call.Name.Contains("LaunchTemplate", StringComparison.Ordinal) || call.ErrorCode.Length > 0)
            return null;
        if (Calls.Find(call.Name) is not { } kind)
            return null;

        var (request, response) = Parameters(record);
        var change = new TemplateChange(kind, call.Account, call.Region, call.Time)
        {
            Id = response.Id.Length > 0 ? response.Id : request.Id,
            Name = response.Name.Length > 0 ? response.Name : request.Name,
        };
        return kind switch
        {
            // With a token that was used before, the answer is of a template that is there already.
            TemplateChangeKind.Created when response.Latest is not (null or 1) => null,
            TemplateChangeKind.Created => change with { Version = 1, Image = ImageOf(request, response) },
            TemplateChangeKind.VersionMade => change with
            {
                Version = response.OnlyVersion,
                Image = ImageOf(request, response),
                SourceVersion = SourceOf(request, response),
            },
            TemplateChangeKind.Modified => change with
            {
                Default = response.Default ?? TemplateChange.Number(request.WantedDefault),
                Latest = response.Latest,
            },
            TemplateChangeKind.VersionsDeleted => change with { Deleted = [.. response.Versions.Distinct().Order()] },
            _ => change with { Default = response.Default, Latest = response.Latest },
        };
    }

    /// <summary>
    /// With `ResolveAlias` an answer has the image that a parameter stands for just now, not what the version has.
    /// </summary>
    private static string ImageOf(Found request, Found response)
    {
        var fromRequest =
            request.ResolvesAlias
            || response.Image.Length == 0
            || request.Image.Length > 0 && !CallImages.IsImage(request.Image);
        var image = fromRequest ? request.Image : response.Image;
        return CallImages.IsImage(image) || CallImages.IsParameter(image) ? image : "";
    }

    private static string SourceOf(Found request, Found response) =>
        request.Image.Length == 0 && (request.ResolvesAlias || response is { Image.Length: 0, HasData: false })
            ? request.Source
            : "";

    private static (Found Request, Found Response) Parameters(ReadOnlySpan<byte> record)
    {
        var (request, response) = (new Found(), new Found());
        var reader = new Utf8JsonReader(record, TrailEventReader.Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Found? into = null;
            if (reader.ValueTextEquals("requestParameters"u8))
                into = request;
            else if (reader.ValueTextEquals("responseElements"u8))
                into = response;

            reader.Read();
            if (into is null)
                reader.Skip();
            else if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                Collect(ref reader, into);
        }
        return (request, response);
    }

    private static void Collect(ref Utf8JsonReader reader, Found into)
    {
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            foreach (var (key, read) in Fields)
                if (ParameterReader.IsKey(ref reader, key))
                {
                    read(ref reader, into);
                    break;
                }
        }
    }

    /// <summary>What is known already stays.</summary>
    private static string First(string known, ref Utf8JsonReader reader)
    {
        reader.Read();
        var text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString() ?? "",
            JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
            _ => "",
        };
        return known.Length > 0 ? known : text;
    }

    private static int? Number(ref Utf8JsonReader reader) => TemplateChange.Number(First("", ref reader));

    /// <summary>False only where it says so.</summary>
    private static bool Flag(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType != JsonTokenType.False
            && !(reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("false"u8));
    }

    private sealed class Found
    {
        public string Id { get; set; } = "";

        public string Name { get; set; } = "";

        public string Image { get; set; } = "";

        public string Source { get; set; } = "";

        public string WantedDefault { get; set; } = "";

        public int? Default { get; set; }

        public int? Latest { get; set; }

        public bool HasData { get; set; }

        public bool ResolvesAlias { get; set; }

        public List<int> Versions { get; } = [];

        public void Add(int? version)
        {
            if (version is { } number)
                Versions.Add(number);
        }

        /// <summary>Null when there are several, or none.</summary>
        public int? OnlyVersion => Versions.Count == 1 ? Versions[0] : null;
    }
}
