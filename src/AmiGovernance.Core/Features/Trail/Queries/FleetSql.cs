using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>
/// The error within the answer of a fleet that launched not all of its instances, as <see cref="Reading.FleetErrors"/> chooses it.
/// Code and text are looked for apart: of several errors the text may be another's.
/// </summary>
internal static class FleetSql
{
    private const string AnyText = """((?:[^"\\]|\\.)*)""";

    /// <summary>Texts of authorization errors hold it.</summary>
    private const string DenialText = """((?:[^"\\]|\\.)*not authorized(?:[^"\\]|\\.)*)""";

    /// <summary>Only of fleets without an error of their own.</summary>
    public static readonly SqlColumn Answer = new(
        "fleet_answer",
        "CASE WHEN eventsource = 'ec2.amazonaws.com' AND eventname = 'CreateFleet' AND errorcode = '' THEN responseelements ELSE '' END"
    );

    /// <summary>Empty where the answer has no error.</summary>
    public static string Code(SqlDialect sql) =>
        First(sql, ImageSql.Key("errorCode", Denials), ImageSql.Key("errorCode", "[^\"]+"));

    public static string Message(SqlDialect sql) =>
        First(sql, $"\"errorMessage\"\\s*:\\s*\"{DenialText}\"", $"\"errorMessage\"\\s*:\\s*\"{AnyText}\"");

    /// <summary>`1` where some instances were launched.</summary>
    public static string IsPartial(SqlDialect sql) =>
        $"CASE WHEN {sql.Matches("fleet_answer", "\"i-[0-9a-zA-Z]")} THEN '1' ELSE '0' END";

    private static string Denials =>
        string.Join(
            '|',
            CallOutcomes
                .ByCode.Where(c => c.Outcome == CallOutcome.PolicyDenial)
                .Select(c => c.Code.Replace("*", "[^\"]*", StringComparison.Ordinal))
        );

    private static string First(SqlDialect sql, string pattern, string otherwise)
    {
        var denial = sql.Extract("fleet_answer", pattern);
        return $"CASE WHEN {denial} <> '' THEN {denial} ELSE {sql.Extract("fleet_answer", otherwise)} END";
    }
}
