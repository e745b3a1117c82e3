using System.Collections.Immutable;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>
/// Where the image of a call is found, in the order of <see cref="CallImages"/>. Parameters differ from call to call, so that keys
/// are looked for in their text, at any depth.
/// </summary>
internal static class ImageSql
{
    private const string ImageKey = """
        "[iI]mageId"\s*:\s*"(ami-[0-9A-Za-z]{8,17})"
        """;

    private const string ParameterKey = """
        "[iI]mageId"\s*:\s*"(resolve:ssm:[^"]+)"
        """;

    private const string ImageInText = "(?:^|[^0-9A-Za-z-])(ami-[0-9A-Za-z]{8,17})(?:[^0-9A-Za-z]|$)";

    private const string TemplateObject = """
        "[lL]aunchTemplate(?:Specification)?"\s*:\s*(\{[^{}]*\})
        """;

    private const string TemplateVersion = """
        "[vV]ersion"\s*:\s*"?([0-9$][^",}\s]*)
        """;

    public static ImmutableArray<SqlColumn> Parts(SqlDialect sql) =>
        [
            new("response_images", sql.Distinct(sql.ExtractAll("response", ImageKey))),
            new("request_images", sql.Distinct(sql.ExtractAll("request", ImageKey))),
            new("parameters", sql.Distinct(sql.ExtractAll("request", ParameterKey))),
            new("text_image", sql.Extract("message", ImageInText)),
            new(
                "templates",
                sql.Distinct(
                    sql.Where(sql.Map(sql.ExtractAll("request", TemplateObject), Reference(sql)), "v NOT LIKE ':%'")
                )
            ),
        ];

    /// <summary>One empty text for a call that tells no image, so that it counts too.</summary>
    public static string Images(SqlDialect sql) =>
        $"CASE WHEN kind = 'launch_template' AND {sql.Size("parameters")} > 0 THEN parameters "
        + $"WHEN fleet_code <> '' AND text_image <> '' THEN {sql.ArrayOf("text_image")} WHEN {sql.Size("response_images")} > 0 THEN response_images WHEN {sql.Size("request_images")} > 0 THEN request_images WHEN text_image <> '' THEN {sql.ArrayOf("text_image")} "
        + $"WHEN {sql.Size("parameters")} > 0 THEN parameters WHEN {sql.Size("templates")} > 0 THEN templates ELSE {sql.ArrayOf("''")} END";

    /// <summary>
    /// See <see cref="Ports.Trail.LaunchedTemplate"/>; begins with a colon when the template has neither id nor name.
    /// </summary>
    private static string Reference(SqlDialect sql)
    {
        var (id, version) = (sql.Extract("v", Key("(?:[lL]aunchTemplateI|i)d")), sql.Extract("v", TemplateVersion));
        return $"concat(CASE WHEN {id} <> '' THEN {id} ELSE {sql.Extract("v", Key("(?:[lL]aunchTemplateN|n)ame"))} END, ':', CASE WHEN {version} <> '' THEN {version} ELSE '$Default' END)";
    }

    /// <summary>The text that belongs to a key.</summary>
    public static string Key(string name) => Key(name, "[^\"]*");

    /// <summary>The text of this form that belongs to a key.</summary>
    public static string Key(string name, string value) => $"\"{name}\"\\s*:\\s*\"({value})\"";
}
