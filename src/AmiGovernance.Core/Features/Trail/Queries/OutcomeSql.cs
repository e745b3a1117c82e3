using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>How a call ended and which policy denied it, by the tables of <see cref="CallOutcomes"/>.</summary>
internal static class OutcomeSql
{
    public static ImmutableArray<SqlColumn> Parts(SqlDialect sql) =>
        [
            new(
                "code_outcome",
                $"CASE {string.Join(' ', CallOutcomes.ByCode.Select(c => $"WHEN bare_code LIKE '{c.Code.Replace('*', '%')}' THEN '{c.Outcome.Name()}'"))} ELSE '{CallOutcome.Failed.Name()}' END"
            ),
            new("lower_message", "lower(message)"),
            new("policy_id", sql.Extract("message", "_policy/(p-[0-9A-Za-z_]*)")),
        ];

    public static string Outcome(SqlDialect sql, string? exceptionMessage) =>
        $"CASE WHEN error_code = '' THEN '{CallOutcome.Succeeded.Name()}' WHEN code_outcome = '{CallOutcome.DryRun.Name()}' THEN code_outcome "
        + $"WHEN {string.Join(" OR ", GuardrailTexts(sql, exceptionMessage).Select(t => t.Condition))} THEN '{CallOutcome.PolicyDenial.Name()}' ELSE code_outcome END";

    public static string DeniedBy(SqlDialect sql, string? exceptionMessage)
    {
        var (declarative, others) = exceptionMessage is { Length: > 0 }
            ? (GuardrailTexts(sql, exceptionMessage)[..1], GuardrailTexts(sql, exceptionMessage)[1..])
            : ([], GuardrailTexts(sql, null));
        var id = "CASE WHEN policy_id <> '' THEN concat(' ', policy_id) ELSE '' END";
        var policies = CallOutcomes.PolicyKinds.Select(kind =>
            $"WHEN {sql.Contains("message", kind)} THEN concat('{kind}', {id})"
        );
        return $"CASE WHEN error_code = '' OR code_outcome = '{CallOutcome.DryRun.Name()}' THEN '' {Cases(declarative)}"
            + $"WHEN code_outcome = '{CallOutcome.PolicyDenial.Name()}' THEN CASE {string.Join(' ', policies)} ELSE '' END {Cases(others)}ELSE '' END";
    }

    private static string Cases(IEnumerable<(string Condition, string Guardrail)> texts) =>
        string.Concat(texts.Select(t => $"WHEN {t.Condition} THEN '{t.Guardrail}' "));

    /// <summary>The declarative policy's own message first.</summary>
    private static ImmutableArray<(string Condition, string Guardrail)> GuardrailTexts(
        SqlDialect sql,
        string? exceptionMessage
    )
    {
        var texts = CallOutcomes.ByText.Select(t =>
            (sql.Contains("lower_message", t.Text.ToLowerInvariant()), t.Guardrail)
        );
        return
        [
            .. exceptionMessage is { Length: > 0 }
                ? texts.Prepend((sql.Contains("message", exceptionMessage), "declarative policy"))
                : texts,
        ];
    }
}
