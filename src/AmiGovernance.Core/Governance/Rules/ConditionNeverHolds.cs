using System.Globalization;
using System.Net;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>A value that the operator cannot compare with anything: no date, no number, no network, no boolean.</summary>
internal static class ConditionNeverHolds
{
    public static readonly PolicyRule Rule = new(
        new DiagnosticDescriptor("AMI0318", Severity.Warning, "value that the operator can never match"),
        Check
    );

    private static void Check(PolicyRuleInput input, DiagnosticBag bag)
    {
        foreach (var statement in input.Policy.Statements)
        foreach (var condition in statement.Conditions)
            if (ConditionOperators.Split(condition.Operator) is { } split)
                foreach (
                    var value in condition.Values.Where(v => !Placeholder.IsIn(v) && Problem(split.Name, v) is not null)
                )
                    bag.Report(
                        Rule.Descriptor,
                        input.At(condition.Node),
                        $"`{value}` is not {Problem(split.Name, value)}, which `{condition.Operator}` compares",
                        KeyNeverCarried.IsNegated(condition)
                            ? "nothing equals it, so the negated condition always holds"
                            : "nothing equals it, so this value never matches"
                    );
    }

    private static string? Problem(string name, string value) =>
        name switch
        {
            "Bool" or "Null" => value.Equals("true", StringComparison.OrdinalIgnoreCase)
            || value.Equals("false", StringComparison.OrdinalIgnoreCase)
                ? null
                : "`true` or `false`",
            _ when name.StartsWith("Numeric", StringComparison.Ordinal) => decimal.TryParse(
                value,
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out _
            )
                ? null
                : "a number",
            _ when name.StartsWith("Date", StringComparison.Ordinal) => ValueOperator.TryDate(value, out _)
                ? null
                : "a date such as `2026-04-15T00:00:00Z`",
            _ when name.EndsWith("IpAddress", StringComparison.Ordinal) => IPNetwork.TryParse(value, out _)
            || IPAddress.TryParse(value, out _)
            || IsHostNetwork(value)
                ? null
                : "an IP address or network",
            _ when name.StartsWith("Arn", StringComparison.Ordinal) => IsArnPattern(value) ? null : "an ARN",
            _ => null,
        };

    /// <summary>Operators on ARNs compare six parts; a variable or a lone wildcard may stand for all of them.</summary>
    private static bool IsArnPattern(string value) =>
        value.StartsWith('*')
        || value.StartsWith("${", StringComparison.Ordinal)
        || value.StartsWith("arn:", StringComparison.Ordinal) && value.Split(':').Length >= 6;

    // `10.0.0.1/8` has host bits, which the framework refuses and AWS masks.
    private static bool IsHostNetwork(string value)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            && IPAddress.TryParse(value.AsSpan(0, slash), out var address)
            && int.TryParse(value.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && length <= address.GetAddressBytes().Length * 8;
    }
}
