using System.Collections.Immutable;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>
/// With whom an image is shared, which policy is attached where, what was copied; as the reader of trail files says it.
/// </summary>
internal static class DetailSql
{
    /// <summary>In characters, and in shares.</summary>
    private const int LongestDetail = 200,
        MostShares = 20;

    private const string MadeVersion = """
        "(?:[vV]ersionNumber|[lL]atestVersionNumber)"\s*:\s*"?([0-9]+)
        """;

    /// <summary>
    /// The answer has the image that a parameter stands for at the moment; the version has the parameter.
    /// </summary>
    private const string ResolvesAlias = """
        "[rR]esolveAlias"\s*:\s*"?true
        """;

    public static ImmutableArray<SqlColumn> Parts(SqlDialect sql) =>
        [
            new("shares", sql.Concat(Shares(sql, "add"), Shares(sql, "remove"))),
            new("source_image", sql.Extract("request", ImageSql.Key("[sS]ourceImageId"))),
            new("attribute", sql.Last(sql.ExtractAll("request", ImageSql.Key("attribute(?:Type)?")))),
            new("policy", sql.Last(sql.ExtractAll("request", ImageSql.Key("policy(?:Id|Type)")))),
            new("target", sql.Last(sql.ExtractAll("request", ImageSql.Key("(?:target|account)Id")))),
            new(
                "setting",
                sql.Last(
                    sql.ExtractAll(
                        "request",
                        ImageSql.Key($"(?:{string.Join('|', WatchedCalls.StateCalls.Select(c => AnyCase(c.Member)))})")
                    )
                )
            ),
            new("contents", sql.ExtractAll("request", ImageSql.Key("content"))),
            new("denied_resource", sql.Extract("message", TrailEventReader.DeniedResourcePattern)),
            new("made_template", sql.Last(sql.ExtractAll("response", ImageSql.Key("[lL]aunchTemplateId")))),
            new("made_version", sql.Last(sql.ExtractAll("response", MadeVersion))),
        ];

    /// <summary>
    /// For calls on launch templates, which are not reported, the template and version that was made.
    /// </summary>
    public static string Detail(SqlDialect sql) =>
        "CASE WHEN kind = 'launch_template' THEN CASE WHEN made_template <> '' AND made_version <> '' AND (name <> 'CreateLaunchTemplate' OR made_version = '1') "
        + $"AND name LIKE 'Create%' AND ({sql.Size("parameters")} > 0 OR NOT {sql.Matches("request", ResolvesAlias)}) THEN concat(made_template, ':', made_version) ELSE '' END "
        + "WHEN name = 'CopyImage' AND source_image <> '' THEN concat('from ', source_image) "
        + $"WHEN name IN ('ModifyImageAttribute', 'ModifySnapshotAttribute') AND {sql.Size("shares")} > 0 THEN {Joined(sql, "shares")} "
        + $"WHEN name IN ('ModifyImageAttribute', 'ResetImageAttribute', 'ModifySnapshotAttribute') THEN CASE WHEN attribute <> '' THEN attribute WHEN {sql.Matches("request", "\"description\"\\s*:")} THEN 'description' ELSE '' END "
        + $"WHEN name IN ({string.Join(", ", WatchedCalls.StateCalls.Select(c => $"'{c.Name}'"))}) THEN setting "
        + $"WHEN name = 'ReplaceImageCriteriaInAllowedImagesSettings' THEN {Joined(sql, "contents")} "
        + "WHEN policy <> '' OR target <> '' THEN trim(concat(policy, ' ', target)) "
        + "WHEN kind = 'launch' AND denied_resource <> '' AND denied_resource NOT LIKE 'image/%' THEN concat('on ', denied_resource) ELSE '' END";

    /// <summary>The first letter may be a capital one.</summary>
    private static string AnyCase(string member) => $"[{char.ToLowerInvariant(member[0])}{member[0]}]{member[1..]}";

    private static string Joined(SqlDialect sql, string values) =>
        sql.Join(sql.Sorted(sql.Distinct(sql.First(values, MostShares))), ", ");

    public static string Cut(SqlDialect sql, string text) =>
        $"CASE WHEN {sql.Length(text)} > {LongestDetail} THEN concat({sql.Left(text, LongestDetail)}, '…') ELSE {text} END";

    private static string Shares(SqlDialect sql, string verb) =>
        sql.Map(
            sql.ExtractAll(
                sql.Extract("request", $"\"{verb}\"\\s*:\\s*(?:\\{{\\s*\"items\"\\s*:\\s*)?\\[([^\\]]*)\\]"),
                ImageSql.Key("(?:userId|group|organizationArn|organizationalUnitArn)")
            ),
            $"concat('{verb} ', v)"
        );
}
