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
        var declarative = Declarative(sql, exceptionMessage)
            .Select(t => (t.Condition, CallOutcome.PolicyDenial.Name()));
        var texts = CallOutcomes.ByText.Select(t => (Holds(sql, t.Text), t.Outcome.Name()));
        return $"CASE WHEN error_code = '' THEN '{CallOutcome.Succeeded.Name()}' "
            + $"WHEN fleet_code <> '' AND fleet_partial = '1' THEN '{CallOutcome.Partial.Name()}' "
            + $"WHEN code_outcome = '{CallOutcome.DryRun.Name()}' THEN code_outcome "
            + Cases(declarative)
            + $"WHEN code_outcome = '{CallOutcome.PolicyDenial.Name()}' THEN code_outcome "
            + $"{Cases(texts)}ELSE code_outcome END";
    }

    public static string DeniedBy(SqlDialect sql, string? exceptionMessage)
    {
        const string Id = "CASE WHEN policy_id <> '' THEN concat(' ', policy_id) ELSE '' END";
        var policies = CallOutcomes.PolicyKinds.Select(kind =>
            $"WHEN {sql.Contains("message", kind.Text)} THEN concat('{kind.Name}', {Id})"
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
        CallOutcomes.ByText.Select(t => (Holds(sql, t.Text), t.Guardrail));

    private static string Holds(SqlDialect sql, string text) => sql.Contains("lower_message", text.ToLowerInvariant());
}
