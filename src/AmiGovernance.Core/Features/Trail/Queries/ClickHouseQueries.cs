using System.Collections.Immutable;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>
/// What ClickHouse is asked (tried with 26.5): which files there are, what each holds of calls that may matter, and the bytes of those
/// that it cannot read. It decides nothing: what it hands on is read as files are.
/// </summary>
public sealed record ClickHouseQueries(ClickHouseSource Source)
{
    /// <summary>Records stay the text that they are, and so the reader here finds in them what it finds in a file.</summary>
    private const string Structure = "Records Array(String)";

    private const string Json = ".json",
        PackedJson = ".json.gz";

    /// <summary>Below other folders the same names may mean anything.</summary>
    private const string Accounts = "(?:^|/)AWSLogs/(?:o-[^/]*/)?";

    private const string Day = $"{Accounts}[0-9]{{12}}/CloudTrail/[^/]+/([0-9]{{4}}/[0-9]{{2}}/[0-9]{{2}})/",
        Account = $"{Accounts}([0-9]{{12}})/CloudTrail/",
        Region = $"{Accounts}[0-9]{{12}}/CloudTrail/([^/]+)/",
        Service = $"{Accounts}[0-9]{{12}}/([^/]+)/";

    /// <summary>A record's name as CloudTrail writes it; one that is written otherwise is looked at here.</summary>
    private const string PlainName = """
        "eventName"\s*:\s*"[^"\\]*"
        """;

    /// <summary>The source of a call; that of notifications and stream records, which may hold calls, is `aws:…`.</summary>
    private const string PlainSource = """
        "eventSource"\s*:\s*"[^":\\]+"
        """;

    /// <summary>
    /// A file is one JSON value, so files are read side by side and none is cut; objects stay text; empty files are no mistake.
    /// </summary>
    private const string Settings =
        "SETTINGS input_format_parallel_parsing = 0, input_format_json_read_objects_as_strings = 1, input_format_null_as_default = 1, "
        + "s3_skip_empty_files = 1, engine_file_skip_empty_files = 1";

    /// <summary>Path and size of every file, from their listing alone.</summary>
    /// <param name="filter">Of a bucket, folders that cannot matter are not listed; it may have millions of files.</param>
    public string Listing(TrailFilter filter)
    {
        var folders = Source.IsS3 ? Folders(filter) : [];
        var condition = folders.Count == 0 ? "" : $"\nWHERE {string.Join("\n    AND ", folders)}";
        return $"SELECT _path, ifNull(toString(_size), '')\nFROM {Table("One", structure: null)}{condition}\n";
    }

    /// <summary>
    /// Of each file: path, size, number of records, number of those that may matter, and these; see <see cref="QueriedFile"/>.
    /// </summary>
    /// <param name="filter">Folders that cannot matter are not read; events are left out here.</param>
    /// <param name="without">Paths of files that are not read.</param>
    public string Candidates(TrailFilter filter, ImmutableArray<string> without)
    {
        var names = WatchedCalls.All.Select(c => c.Name).Distinct(StringComparer.Ordinal);
        var needles = string.Join(", ", names.Select(n => Literal($"\"{n}\"")));
        List<string> conditions = [.. Names(), .. Folders(filter)];
        if (!without.IsEmpty)
            conditions.Add($"_path NOT IN ({Literals(without)})");
        return $"""
            SELECT
                _path, ifNull(toString(_size), '0'), toString(records), toString(length(candidates)),
                base64Encode(arrayStringConcat(candidates, '\n'))
            FROM (
                SELECT
                    _path, _size, length(Records) AS records,
                    arrayFilter(
                        r -> multiSearchAny(r, [{needles}])
                            OR NOT match(r, {Literal(PlainName)})
                            OR NOT match(r, {Literal(PlainSource)})
                            OR NOT startsWith(r, {Literal("{")}),
                        Records) AS candidates
                FROM {Table("JSONEachRow", Literal(Structure))}
                WHERE {string.Join("\n        AND ", conditions)}
            )
            ORDER BY _path
            {Settings}
            """;
    }

    /// <summary>Path and content of files, as they are stored, in base64.</summary>
    internal string Stored(IEnumerable<string> paths) =>
        $"""
            SELECT _path, base64Encode(raw_blob)
            FROM {Table("RawBLOB", "'raw_blob String', 'none'")}
            WHERE _path IN ({Literals(paths)})
            """;

    /// <summary>Whether <see cref="Candidates"/> reads a file of this name.</summary>
    internal static bool Reads(string path) =>
        path.EndsWith(Json, StringComparison.Ordinal) || path.EndsWith(PackedJson, StringComparison.Ordinal);

    private static string Literal(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    private static string Literals<T>(IEnumerable<T> values) => string.Join(", ", values.Select(v => Literal($"{v}")));

    private string Table(string format, string? structure)
    {
        var isPattern = Source.Place.AsSpan().ContainsAny('*', '{');
        var place = isPattern ? Source.Place : $"{Source.Place.TrimEnd('/')}/**";
        var types = structure is null ? "" : $", {structure}";
        var arguments = $"{Literal(place)}, {Literal(format)}{types}";
        if (!Source.IsS3)
            return $"file({arguments})";
        return Source.Cluster is { } cluster ? $"s3Cluster({Literal(cluster)}, {arguments})" : $"s3({arguments})";
    }

    /// <summary>
    /// Nothing that CloudTrail and other services put beside. <see cref="TrailFileNames"/> has the last word.
    /// </summary>
    private static string[] Names() =>
        [
            $"(endsWith(_path, '{Json}') OR endsWith(_path, '{PackedJson}'))",
            "NOT match(_path, '[/_]CloudTrail-(Digest|Insight|NetworkActivity|Aggregated)[/_]')",
            Or(Service, "LIKE 'CloudTrail%'"),
        ];

    /// <summary>
    /// No folders that cannot matter; what the path does not tell may. <see cref="TrailPlace"/> has the last word.
    /// </summary>
    private static List<string> Folders(TrailFilter filter)
    {
        var conditions = new List<string>();
        if (!filter.Accounts.IsEmpty)
            conditions.Add(Or(Account, $"IN ({Literals(filter.Accounts)})"));
        if (!filter.Regions.IsEmpty)
            conditions.Add(Or(Region, $"IN ({Literals(filter.Regions)})"));
        if (filter.FirstDay is { } first)
            conditions.Add(Or(Day, $">= '{AthenaTable.Folder(first)}'"));
        if (filter.LastDay is { } last)
            conditions.Add(Or(Day, $"<= '{AthenaTable.Folder(last)}'"));
        return conditions;
    }

    private static string Or(string pattern, string condition) =>
        $"(extract(_path, '{pattern}') = '' OR extract(_path, '{pattern}') {condition})";
}
