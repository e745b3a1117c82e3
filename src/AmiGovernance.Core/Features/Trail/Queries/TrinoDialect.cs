using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>Trino, as Amazon Athena speaks it (engine version 3), on the table of <see cref="AthenaTable"/>.</summary>
public sealed record TrinoDialect(AthenaTable Table) : SqlDialect
{
    /// <summary>The columns of the table that a record's columns come from, where they have another name.</summary>
    private static readonly Dictionary<string, string> Identity = new(StringComparer.Ordinal)
    {
        ["identitytype"] = "useridentity.type",
        ["identityarn"] = "useridentity.arn",
        ["identityaccount"] = "useridentity.accountid",
        ["invokedby"] = "useridentity.invokedby",
        ["principalid"] = "useridentity.principalid",
        ["issuerarn"] = "useridentity.sessioncontext.sessionissuer.arn",
    };

    internal override string Records(TrailFilter filter)
    {
        var folders = new List<string>();
        if (!filter.Accounts.IsEmpty)
            folders.Add($"account IN ({Literals(filter.Accounts)})");
        if (!filter.Regions.IsEmpty)
            folders.Add($"region IN ({Literals(filter.Regions)})");
        if (filter.FirstDay is { } first)
            folders.Add($"day >= '{Folder(first)}'");
        if (filter.LastDay is { } last)
            folders.Add($"day <= '{Folder(last)}'");

        var columns = TrailQuery.RecordColumns.Select(c => $"coalesce({Identity.GetValueOrDefault(c, c)}, '') AS {c}");
        var records = $"SELECT\n    {string.Join(",\n    ", columns)}\nFROM {Table.Quoted}";
        return folders.Count == 0 ? records : $"{records}\nWHERE {string.Join(" AND ", folders)}";
    }

    internal override string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    internal override string Extract(string text, string pattern) =>
        $"coalesce(regexp_extract({text}, {Literal(pattern)}, 1), '')";

    internal override string ExtractAll(string text, string pattern) =>
        $"regexp_extract_all({text}, {Literal(pattern)}, 1)";

    internal override string Matches(string text, string pattern) => $"regexp_like({text}, {Literal(pattern)})";

    internal override string Replace(string text, string pattern, string replacement) =>
        $"regexp_replace({text}, {Literal(pattern)}, {Literal(replacement)})";

    internal override string Contains(string text, string literal) => $"strpos({text}, {Literal(literal)}) > 0";

    internal override string Left(string text, int length) => $"substr({text}, 1, {length})";

    internal override string Length(string text) => $"length({text})";

    internal override string ArrayOf(string value) => $"ARRAY[{value}]";

    internal override string Size(string array) => $"cardinality({array})";

    internal override string Distinct(string array) => $"array_distinct({array})";

    internal override string Sorted(string array) => $"array_sort({array})";

    internal override string Concat(string array, string other) => $"concat({array}, {other})";

    internal override string First(string array, int count) => $"slice({array}, 1, {count})";

    internal override string Last(string array) => $"coalesce(element_at({array}, -1), '')";

    internal override string Join(string array, string separator) => $"array_join({array}, {Literal(separator)})";

    internal override string Map(string array, string expression) => $"transform({array}, v -> {expression})";

    internal override string Where(string array, string condition) => $"filter({array}, v -> {condition})";

    internal override string EachImage => "CROSS JOIN UNNEST(images) WITH ORDINALITY AS each_image (image, place)";

    internal override string CountDistinct(string value) => $"count(DISTINCT {value})";

    internal override string CountIf(string condition) => $"count_if({condition})";

    internal override string AsText(string number) => $"CAST({number} AS varchar)";
}
