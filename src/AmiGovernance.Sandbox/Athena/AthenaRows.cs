using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Sandbox.Athena;

/// <summary>
/// Answers a <see cref="CandidateQuery"/>: records as columns have them, equal ones as one row, and a number of the others.
/// </summary>
internal sealed class AthenaRows(TrailFilter filter)
{
    private readonly Dictionary<string, (ImmutableArray<string> Values, long Count)> rows = [];

    /// <summary>The first has the names of the columns; then the files in order.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Texts() =>
        [
            CandidateQuery.Columns,
            .. rows
                .Values.OrderBy(r => Column(r.Values, "file"), StringComparer.Ordinal)
                .ThenBy(r => Column(r.Values, "eventtime"), StringComparer.Ordinal)
                .ThenBy(r => Column(r.Values, "eventid"), StringComparer.Ordinal)
                .Select(r => r.Values.SetItem(1, r.Count.ToString(CultureInfo.InvariantCulture))),
        ];

    /// <param name="record">As CloudTrail writes it.</param>
    /// <param name="file">That it stands in.</param>
    public void Add(JsonElement record, string file)
    {
        ImmutableArray<string> columns = [.. RecordColumns.Names.Select(c => Value(record, c))];
        var sort = Sort(columns);
        ImmutableArray<string> row =
            sort == CandidateQuery.Watched
                ? [sort, "", file, .. columns]
                : [sort, .. Enumerable.Repeat("", CandidateQuery.Columns.Length - 1)];
        var key = string.Join('\0', row);
        rows[key] = (row, rows.GetValueOrDefault(key).Count + 1);
    }

    private string Sort(ImmutableArray<string> columns)
    {
        string Of(string name) => columns[RecordColumns.Names.IndexOf(name)];

        var call = WatchedCalls.Find(Of("eventsource"), Of("eventname"), Of("errorcode"), Of("errormessage"));
        if (call is null)
            return CandidateQuery.Unwatched;
        if (Of("eventcategory") is not ("" or "Management"))
            return CandidateQuery.OtherCategory;
        if (IsoTime.TryParse(Of("eventtime"), out var time) && !filter.IncludesTime(time))
            return CandidateQuery.OutsideTime;
        var account = Of("recipientaccountid") is { Length: > 0 } recipient ? recipient : Of("identityaccount");
        return filter.IncludesPlace(account, Of("awsregion")) ? CandidateQuery.Watched : CandidateQuery.OtherPlace;
    }

    private static string Column(ImmutableArray<string> row, string name) => row[CandidateQuery.Columns.IndexOf(name)];

    /// <summary>Text as it is, all else as JSON; nothing for what is not there.</summary>
    private static string Value(JsonElement record, string column)
    {
        var value = record;
        foreach (var member in RecordColumns.InRecord(column))
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(member, out value))
                return "";
        return value.ValueKind switch
        {
            JsonValueKind.Null => "",
            JsonValueKind.String => value.GetString() ?? "",
            _ => value.GetRawText(),
        };
    }
}
