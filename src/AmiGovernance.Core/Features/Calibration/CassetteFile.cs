using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Calibration;

/// <summary>Writes and reads cassettes; the format is documented in docs/reference/calibrate.md.</summary>
public static class CassetteFile
{
    /// <summary>Of a policy document in a call.</summary>
    private const int LongestText = 20_000;

    private const int LongestRun = 32;

    private static readonly string[] Keys = ["format_version", "made_on", "partition", "region", "known", "calls"];

    /// <summary>Who answered: earlier files do not say.</summary>
    private const string Answered = "answered_by";

    private const string ByAws = "aws";

    private const string ByAnother = "another";

    private static readonly string[] CallKeys = ["for", "name", "call", "with", "code", "message", "values"];

    public static byte[] Write(Cassette cassette) =>
        JsonText.WriteFile(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", Cassette.FormatVersion);
            writer.WriteString("made_on", cassette.MadeOn.Text());
            writer.WriteString("partition", cassette.Partition.Name());
            writer.WriteString("region", cassette.Region.Value);
            if (cassette.IsOfAws is { } isOfAws)
                writer.WriteString(Answered, isOfAws ? ByAws : ByAnother);
            WriteTexts(writer, "known", cassette.Known);
            writer.WriteObjects("calls", cassette.Calls, call => Write(writer, call));
            writer.WriteEndObject();
        });

    private static void Write(Utf8JsonWriter writer, CassetteCall call)
    {
        writer.WriteString("for", call.Purpose);
        writer.WriteString("name", call.Name);
        writer.WriteString("call", call.Action);
        WriteTexts(writer, "with", call.With);
        writer.WriteString("code", call.Code);
        writer.WriteString("message", call.Message);
        WriteTexts(writer, "values", call.Values);
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, ImmutableSortedDictionary<string, string> texts)
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in texts)
            writer.WriteString(key, value);
        writer.WriteEndObject();
    }

    /// <summary>Null with a report when it is no cassette of this version.</summary>
    public static Cassette? Read(SourceText source, DiagnosticBag bag) =>
        ObjectReader.ReadFile(source, [.. Keys, Answered], Read).RequireSound(bag);

    private static Cassette? Read(ObjectReader root)
    {
        foreach (var key in Keys)
            root.Require(key);
        var partition = root.Choice("partition", Partitions.Names);
        root.RequireVersion(Cassette.FormatVersion);
        if (root.Region("region") is not { } region)
            return null;
        var isIn = Partitions.FromName(partition ?? "") ?? Partition.Aws;
        // The isolated partitions have no name here, and count as `aws` elsewhere.
        if (Partitions.Of(region) != isIn || region.Value.Contains("-iso", StringComparison.Ordinal))
            root.Report(
                CalibrationDiagnostics.NotTaken,
                root.Node["region"]!,
                $"{region} is no Region of the partition {isIn.Name()}",
                "make a new one with `amigov calibrate`"
            );
        return new Cassette(
            root.Date("made_on") ?? default,
            isIn,
            region,
            Known(root),
            [.. root.List("calls", 0).Select(node => Call(root, node)).OfType<CassetteCall>()]
        )
        {
            IsOfAws = root.Node[Answered] is null ? null : root.Choice(Answered, [ByAws, ByAnother]) == ByAws,
        };
    }

    /// <summary>Of a run, its name; each further one would be put into every text.</summary>
    private static ImmutableSortedDictionary<string, string> Known(ObjectReader root)
    {
        var none = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        if (root.Open(root.Node["known"]!, [Cassette.Run]) is not { } known)
            return none;
        known.Require(Cassette.Run);
        if (known.Text(Cassette.Run, LongestRun) is not { } run)
            return none;
        if (!run.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            known.Report(CalibrationDiagnostics.NotTaken, known.Node[Cassette.Run]!, "it is no name of a run", "");
        return none.Add(Cassette.Run, run);
    }

    private static CassetteCall? Call(ObjectReader root, JsonNode node)
    {
        if (root.Open(node, CallKeys) is not { } call)
            return null;
        foreach (var key in CallKeys)
            call.Require(key);
        return new CassetteCall(
            call.Text("for") ?? "",
            call.Text("name") ?? "",
            call.Text("call") ?? "",
            Texts(call, "with"),
            Plain(call, "code"),
            Plain(call, "message"),
            Texts(call, "values")
        );
    }

    /// <summary>Unlike texts that people write, one may be empty.</summary>
    private static string Plain(ObjectReader reader, string key)
    {
        if (reader.Node[key] is JsonString text)
            return text.Value;
        if (reader.Node[key] is { } other)
            ReportNoText(reader, other);
        return "";
    }

    private static void ReportNoText(ObjectReader reader, JsonNode node) =>
        reader.Report(
            CalibrationDiagnostics.NotTaken,
            node,
            $"it is no text of at most {LongestText:N0} characters",
            "make a new one with `amigov calibrate`"
        );

    private static ImmutableSortedDictionary<string, string> Texts(ObjectReader reader, string key)
    {
        var texts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (reader.Node[key] is JsonObject found)
            foreach (var member in found.Properties)
                if (member.Value is JsonString { Value.Length: <= LongestText } text)
                    texts[member.Name] = text.Value;
                else
                    ReportNoText(reader, member.Value);
        else if (reader.Node[key] is { } other)
            ReportNoText(reader, other);
        return texts.ToImmutable();
    }
}
