using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// Finds the records in what other tools wrap around them: `detail` of EventBridge's events, `Message` and `Body` of topics and queues,
/// `@message` of Logs Insights, `message` of log events, `CloudTrailEvent` of LookupEvents, rows of queries; as objects, as text that
/// holds JSON, or as the packed data of streams (CloudWatch Logs user guide, "Log group-level subscription filters"). What cannot be read
/// is counted, and costs nothing else.
/// </summary>
internal sealed class WrappedRecords
{
    private const int MostDepth = 16;

    private static ReadOnlySpan<byte> Spaces => " \t\r\n"u8;

    public List<byte[]> Records { get; } = [];

    /// <summary>Rows and objects that name an event, and are no call of AWS.</summary>
    public int Others { get; private set; }

    /// <summary>
    /// Events of another category that are no calls, such as those of Insights (CloudTrail user guide, "CloudTrail record contents for
    /// Insights events"): what they hold tells of many calls, and is none.
    /// </summary>
    public int OtherCategories { get; private set; }

    /// <summary>Texts and rows that hold a record, or may, and cannot be read.</summary>
    public int Damaged { get; private set; }

    /// <summary>Why, of the first of them; null when there is none. With no period at its end.</summary>
    public string? Damage { get; private set; }

    /// <summary>How many records stand before it.</summary>
    public int DamagedAfter { get; private set; }

    /// <summary>Why an answer that held them is not whole; null where nothing says so.</summary>
    public string? Cut { get; private set; }

    /// <summary>Whether there is anything to tell.</summary>
    public bool IsEmpty => Found == 0;

    private int Found => Records.Count + OtherCategories + Others + Damaged;

    /// <summary>Of JSON that is no record itself.</summary>
    public static WrappedRecords In(ReadOnlySpan<byte> json)
    {
        var found = new WrappedRecords();
        found.AddJson(json, 0);
        return found;
    }

    /// <summary>
    /// Notifications of S3, Kinesis, DynamoDB and queues have an `eventName` or `eventSource` too; they are no calls (Lambda developer
    /// guide, "Invoking Lambda with events from other AWS services").
    /// </summary>
    public static bool IsCallSource(string source) =>
        source.Length > 0 && !source.StartsWith("aws:", StringComparison.Ordinal);

    /// <summary>Of what is packed as a whole.</summary>
    public void Add(Packed packed) => Add(packed, 0);

    /// <summary>Of a table, mostly with the columns' names in its first row.</summary>
    public void AddTable(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (rows.Count == 0)
            return;
        var columns = rows[0];
        var isOfCalls = RecordRow.IsOfCalls(columns);
        AddCells(columns, 1);
        foreach (var row in rows.Skip(1).Where(r => r.Any(c => c.Length > 0)))
        {
            var before = Found;
            // A title stands alone in its row, and is no header.
            if (row.Count != columns.Count && columns.Count > 1)
                NoteDamage($"a row of the table has {Quantity.Of(row.Count, "cell")} instead of {columns.Count}");
            else if (isOfCalls)
                AddRow(RecordRow.Read, columns.Zip(row));
            else
                AddCells(row, 1);
            if (Found == before)
                Others++;
        }
    }

    private void AddCells(IEnumerable<string> row, int depth)
    {
        foreach (var cell in row)
            AddText(cell, depth);
    }

    private void AddRow<T>(Func<IEnumerable<T>, byte[]?> read, IEnumerable<T> row)
    {
        try
        {
            if (read(row) is { } record)
                Records.Add(record);
            else
                Others++;
        }
        catch (JsonException e)
        {
            NoteDamage(ReasonOf(e));
        }
    }

    private void Add(Packed packed, int depth)
    {
        var before = Damaged;
        AddJson(packed.Text, depth + 1);
        // What is cut ends in the midst of a record, mostly, and that counts already.
        if (packed.Problem is { } problem && Damaged == before)
            NoteDamage(problem);
    }

    /// <summary>All values of a text, one after the other; after one that is damaged, those of the next line.</summary>
    private void AddJson(ReadOnlySpan<byte> text, int depth)
    {
        while (!text.IsEmpty)
        {
            text = text[LogLine.TimeAt(text)..];
            text = text[AddValues(text, depth)..].TrimStart(Spaces);
            if (LogLine.TimeAt(text) == 0)
                text = EventLines.Next(text) is >= 0 and var next ? text[next..] : default;
        }
    }

    /// <summary>How far the text could be read.</summary>
    private int AddValues(ReadOnlySpan<byte> text, int depth)
    {
        var reader = new Utf8JsonReader(text, TrailEventReader.Options with { AllowMultipleValues = true });
        var (read, before) = (0, Found);
        try
        {
            while (reader.Read())
            {
                using var document = JsonDocument.ParseValue(ref reader);
                Add(document.RootElement, depth);
                read = (int)reader.BytesConsumed;
            }
            return text.Length;
        }
        catch (JsonException e)
        {
            var rest = text[read..];
            var line = EventLines.Next(rest) is >= 0 and var next ? text[..(read + next)] : text;
            // Words may follow a record, or be all there is; what begins as one and is none is damaged.
            if (BeginOfJson(rest) == 0 || Found == before && NamesEvent(line))
                NoteDamage(ReasonOf(e));
            return read;
        }
    }

    private void Add(JsonElement value, int depth)
    {
        try
        {
            AddValue(value, depth);
        }
        catch (InvalidOperationException) when (IllFormedText.Find(JsonMarshal.GetRawUtf8Value(value)) is { } illFormed)
        {
            NoteDamage(illFormed.Message);
        }
    }

    private void AddValue(JsonElement value, int depth)
    {
        if (depth > MostDepth)
        {
            if (NamesEvent(JsonMarshal.GetRawUtf8Value(value)))
                NoteDamage($"it is wrapped more than {MostDepth} deep");
        }
        else if (value.ValueKind == JsonValueKind.Array)
            AddArray(value, depth);
        else if (value.ValueKind == JsonValueKind.String)
            AddText(value.GetString() ?? "", depth);
        else if (value.ValueKind == JsonValueKind.Object)
            AddObject(value, depth);
    }

    private void AddArray(JsonElement array, int depth)
    {
        if (RecordRow.Cells(array) is { } row && RecordRow.IsOfCalls(row.Select(c => c.Column)))
            AddRow(RecordRow.Read, row);
        else
            foreach (var item in array.EnumerateArray())
                Add(item, depth + 1);
    }

    private void AddObject(JsonElement value, int depth)
    {
        var before = Found;
        Cut ??= CutAnswer.Of(value);
        var isEvent = value.TryGetProperty("eventName", out _) || value.TryGetProperty("eventVersion", out _);
        if (isEvent && IsOfCall(value))
            Records.Add(JsonMarshal.GetRawUtf8Value(value).ToArray());
        else if (IsOfOtherCategory(value))
            OtherCategories++;
        else if (RecordRow.Rows(value) is { } rows)
            AddTable(rows);
        else
            foreach (var member in value.EnumerateObject())
                Add(member.Value, depth + 1);
        if (isEvent && Found == before)
            Others++;
    }

    private static bool IsOfCall(JsonElement value) =>
        value.TryGetProperty("eventSource", out var source)
        && source.ValueKind == JsonValueKind.String
        && IsCallSource(source.GetString() ?? "");

    private static bool IsOfOtherCategory(JsonElement value) =>
        value.TryGetProperty("eventCategory", out var category)
        && category.ValueKind == JsonValueKind.String
        && TrailEvent.IsOtherCategory(category.GetString() ?? "");

    private void AddText(string text, int depth)
    {
        if (Packed.Open(text) is { } packed)
        {
            Add(packed, depth);
            return;
        }
        var json = Encoding.UTF8.GetBytes(text);
        var begin = BeginOfJson(json);
        // Words before it may be of anything.
        if (begin == 0 || begin > 0 && NamesEvent(json))
            AddJson(json.AsSpan(begin), depth + 1);
        else if (text.AsSpan().TrimStart() is ['{', ..] && NamesEvent(json))
            NoteDamage("it begins as an object, and is no JSON");
    }

    public void NoteDamage(string reason)
    {
        if (Damaged++ == 0)
            (Damage, DamagedAfter) = (reason, Records.Count);
    }

    /// <summary>As records begin, and in each of them.</summary>
    private static bool NamesEvent(ReadOnlySpan<byte> text) =>
        text.IndexOf("eventVersion"u8) >= 0 || text.IndexOf("eventName"u8) >= 0;

    /// <summary>
    /// Where an object begins, or a list of them, as JSON writes it: `[WARN]` and `{host}` are words. 0 when nothing but spaces stand
    /// before; -1 for none.
    /// </summary>
    private static int BeginOfJson(ReadOnlySpan<byte> text)
    {
        for (var at = text.IndexOf((byte)'{'); at >= 0; at = Next(text, at))
            if (text[(at + 1)..].TrimStart(Spaces) is [(byte)'"', ..])
                return text[..at].TrimEnd(" \t\r\n["u8).Length;
        return -1;
    }

    private static int Next(ReadOnlySpan<byte> text, int at)
    {
        var next = text[(at + 1)..].IndexOf((byte)'{');
        return next < 0 ? -1 : at + 1 + next;
    }

    /// <summary>Its text without the position, which counts within the record, and without a period.</summary>
    internal static string ReasonOf(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? e.Message : e.Message[..end]).TrimEnd('.');
    }
}
