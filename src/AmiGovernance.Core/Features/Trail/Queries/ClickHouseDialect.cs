using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>ClickHouse (tried with 26.5).</summary>
public sealed record ClickHouseDialect(ClickHouseSource Source) : SqlDialect
{
    /// <summary>
    /// The record as CloudTrail writes it. Parameters stay the text that they are: their shape differs from call to call.
    /// </summary>
    private const string Structure =
        "Records Array(Tuple(eventVersion String, eventTime String, eventSource String, eventName String, awsRegion String, sourceIPAddress String, errorCode String, errorMessage String, "
        + "requestParameters String, responseElements String, eventID String, eventCategory String, recipientAccountId String, "
        + "userIdentity Tuple(type String, arn String, accountId String, invokedBy String, principalId String, sessionContext Tuple(sessionIssuer Tuple(arn String)))))";

    private const string IsJson = @"match(_path, '\\.json(\\.gz)?$')";

    private const string Day = "/([0-9]{4}/[0-9]{2}/[0-9]{2})/[^/]*$";

    /// <summary>
    /// Says how many files there are and how long they are, from their listing alone: number, empty ones, bytes, and how many are not
    /// read for their name.
    /// </summary>
    public string Listing(TrailFilter filter) =>
        $"""
            SELECT toString(countIf({IsJson})), toString(countIf({IsJson} AND _size = 0)), toString(ifNull(sumIf(_size, {IsJson}), 0)), toString(countIf(NOT {IsJson}))
            FROM {Table("One", structure: null)}
            WHERE {Places(filter)}
            """;

    internal override string Records(TrailFilter filter) =>
        $"""
            SELECT
                r.eventVersion AS eventversion, r.eventTime AS eventtime, r.eventSource AS eventsource, r.eventName AS eventname, r.awsRegion AS awsregion,
                r.sourceIPAddress AS sourceipaddress, r.errorCode AS errorcode, r.errorMessage AS errormessage, r.requestParameters AS requestparameters,
                r.responseElements AS responseelements, r.eventID AS eventid, r.eventCategory AS eventcategory, r.recipientAccountId AS recipientaccountid,
                r.userIdentity.type AS identitytype, r.userIdentity.arn AS identityarn, r.userIdentity.accountId AS identityaccount,
                r.userIdentity.invokedBy AS invokedby, r.userIdentity.principalId AS principalid, r.userIdentity.sessionContext.sessionIssuer.arn AS issuerarn
            FROM (SELECT Records FROM {Table("JSONEachRow", Structure)} WHERE {IsJson} AND {Places(filter)})
            ARRAY JOIN Records AS r
            """;

    /// <summary>
    /// A file is one JSON value, so files are read side by side and none is cut; objects stay text; empty files are no
    /// mistake.
    /// </summary>
    internal override string Ending =>
        """

            SETTINGS input_format_parallel_parsing = 0, input_format_json_read_objects_as_strings = 1, input_format_null_as_default = 1,
                s3_skip_empty_files = 1, engine_file_skip_empty_files = 1
            """;

    internal override string Literal(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    internal override string Extract(string text, string pattern) => $"extract({text}, {Literal(pattern)})";

    internal override string ExtractAll(string text, string pattern) => $"extractAll({text}, {Literal(pattern)})";

    internal override string Matches(string text, string pattern) => $"match({text}, {Literal(pattern)})";

    internal override string Replace(string text, string pattern, string replacement) =>
        $"replaceRegexpOne({text}, {Literal(pattern)}, {Literal(replacement.Replace('$', '\\'))})";

    internal override string Contains(string text, string literal) => $"position({text}, {Literal(literal)}) > 0";

    internal override string Left(string text, int length) => $"substringUTF8({text}, 1, {length})";

    internal override string Length(string text) => $"lengthUTF8({text})";

    internal override string ArrayOf(string value) => $"[{value}]";

    internal override string Size(string array) => $"length({array})";

    internal override string Distinct(string array) => $"arrayDistinct({array})";

    internal override string Sorted(string array) => $"arraySort({array})";

    internal override string Concat(string array, string other) => $"arrayConcat({array}, {other})";

    internal override string First(string array, int count) => $"arraySlice({array}, 1, {count})";

    internal override string Last(string array) => $"{array}[-1]";

    internal override string Join(string array, string separator) =>
        $"arrayStringConcat({array}, {Literal(separator)})";

    internal override string Map(string array, string expression) => $"arrayMap(v -> {expression}, {array})";

    internal override string Where(string array, string condition) => $"arrayFilter(v -> {condition}, {array})";

    internal override string EachImage => "ARRAY JOIN images AS image, arrayEnumerate(images) AS place";

    internal override string CountDistinct(string value) => $"uniqExact({value})";

    internal override string CountIf(string condition) => $"countIf({condition})";

    internal override string AsText(string number) => $"toString({number})";

    private string Table(string format, string? structure)
    {
        var isPattern = Source.Place.AsSpan().ContainsAny('*', '{');
        var place = isPattern ? Source.Place : $"{Source.Place.TrimEnd('/')}/**";
        var types = structure is null ? "" : $", {Literal(structure)}";
        var arguments = $"{Literal(place)}, {Literal(format)}{types}";
        if (!Source.IsS3)
            return $"file({arguments})";
        return Source.Cluster is { } cluster ? $"s3Cluster({Literal(cluster)}, {arguments})" : $"s3({arguments})";
    }

    /// <summary>
    /// What may matter, by the path: nothing else that CloudTrail puts beside, and no folders that cannot matter. What the path does not
    /// tell may.
    /// </summary>
    private string Places(TrailFilter filter)
    {
        var conditions = new List<string>
        {
            "NOT endsWith(_path, '/')",
            "NOT match(_path, '[/_]CloudTrail-(Digest|Insight|NetworkActivity|Aggregated)[/_]')",
        };

        void Add(string pattern, string condition) =>
            conditions.Add($"(extract(_path, '{pattern}') = '' OR extract(_path, '{pattern}') {condition})");

        if (!filter.Accounts.IsEmpty)
            Add("/([0-9]{12})/CloudTrail/", $"IN ({Literals(filter.Accounts)})");
        if (!filter.Regions.IsEmpty)
            Add("/CloudTrail/([a-z0-9-]+)/[0-9]{4}/", $"IN ({Literals(filter.Regions)})");
        if (filter.FirstDay is { } first)
            Add(Day, $">= '{Folder(first)}'");
        if (filter.LastDay is { } last)
            Add(Day, $"<= '{Folder(last)}'");
        return string.Join("\n    AND ", conditions);
    }
}
