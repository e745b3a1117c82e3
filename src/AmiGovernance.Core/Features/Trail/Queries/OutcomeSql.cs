using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>How a call ended and which policy denied it, by the tables of <see cref="CallOutcomes"/>.</summary>
internal static class OutcomeSql
{
    public static ImmutableArray<SqlColumn> Parts(SqlDialect sql) =>
        [
            new("code_outcome", CodeOutcome()),
            new("lower_message", "lower(message)"),
            new("policy_id", sql.Extract("message", "_policy/(p-[0-9A-Za-z_]*)")),
        ];

    public static string Outcome(SqlDialect sql, string? exceptionMessage)
    {
        var guardrails = Declarative(sql, exceptionMessage).Concat(Guardrails(sql)).Select(t => t.Condition);
        return $"CASE WHEN error_code = '' THEN '{CallOutcome.Succeeded.Name()}'"
            + $" WHEN code_outcome = '{CallOutcome.DryRun.Name()}' THEN code_outcome"
            + $" WHEN {string.Join(" OR ", guardrails)} THEN '{CallOutcome.PolicyDenial.Name()}' ELSE code_outcome END";
    }

    public static string DeniedBy(SqlDialect sql, string? exceptionMessage)
    {
        const string Id = "CASE WHEN policy_id <> '' THEN concat(' ', policy_id) ELSE '' END";
        var policies = CallOutcomes.PolicyKinds.Select(kind =>
            $"WHEN {sql.Contains("message", kind)} THEN concat('{kind}', {Id})"
        );
        var policy = $"CASE {string.Join(' ', policies)} ELSE '' END";
        return $"CASE WHEN error_code = '' OR code_outcome = '{CallOutcome.DryRun.Name()}' THEN '' "
            + Cases(Declarative(sql, exceptionMessage))
            + $"WHEN code_outcome = '{CallOutcome.PolicyDenial.Name()}' THEN {policy} "
            + $"{Cases(Guardrails(sql))}ELSE '' END";
    }

    private static string CodeOutcome()
    {
        var cases = CallOutcomes.ByCode.Select(c =>
            $"WHEN bare_code LIKE '{c.Code.Replace('*', '%')}' THEN '{c.Outcome.Name()}'"
        );
        return $"CASE {string.Join(' ', cases)} ELSE '{CallOutcome.Failed.Name()}' END";
    }

    private static string Cases(IEnumerable<(string Condition, string Guardrail)> texts) =>
        string.Concat(texts.Select(t => $"WHEN {t.Condition} THEN '{t.Guardrail}' "));

    /// <summary>The declarative policy's own message; none when it is not known.</summary>
    private static IEnumerable<(string Condition, string Guardrail)> Declarative(
        SqlDialect sql,
        string? exceptionMessage
    ) =>
        string.IsNullOrEmpty(exceptionMessage)
            ? []
            : [(sql.Contains("message", exceptionMessage), CallOutcomes.DeclarativePolicy)];

    private static IEnumerable<(string Condition, string Guardrail)> Guardrails(SqlDialect sql) =>
        CallOutcomes.ByText.Select(t => (sql.Contains("lower_message", t.Text.ToLowerInvariant()), t.Guardrail));
}
