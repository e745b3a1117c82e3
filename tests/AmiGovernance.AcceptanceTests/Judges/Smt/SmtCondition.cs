using System.Globalization;
using System.Text.RegularExpressions;

namespace AmiGovernance.AcceptanceTests.Judges.Smt;

/// <summary>
/// One condition as a formula, from the IAM user guide: "Condition operators" (a negated operator holds where the key is missing;
/// `…IfExists` holds there too), "Multivalued context keys" (`ForAllValues` holds of no value, `ForAnyValue` does not) and "Policy
/// variables" (in documents of version 2012-10-17; a variable without a value matches nothing).
/// </summary>
internal sealed partial record SmtCondition(string Operator, string Key, string[] Values, bool HasVariables)
{
    private const StringComparison IgnoreCase = StringComparison.OrdinalIgnoreCase;

    private static readonly string[] Negated =
    [
        "StringNotEquals",
        "StringNotEqualsIgnoreCase",
        "StringNotLike",
        "ArnNotEquals",
        "ArnNotLike",
        "DateNotEquals",
        "NumericNotEquals",
    ];

    public string Holds(SmtRequest request, SmtResource resource)
    {
        var (set, name, ifExists) = Split();
        var value = SmtKey.Of(Key, request, resource);
        if (name == "null")
            return Smt.Or(Values.Select(v => bool.Parse(v) ? Smt.Not(value.IsPresent) : value.IsPresent));
        var negated = Negated.FirstOrDefault(n => n.Equals(name, IgnoreCase)) is not null;
        var positive = negated ? name.Replace("not", "", IgnoreCase) : name;
        var plain = set switch
        {
            null => One(value, positive, negated),
            "foranyvalue" => Smt.Or(
                value.Members.Select(m => Smt.And(m.IsPresent, OfMember(m, positive, negated, request, resource)))
            ),
            _ => Smt.And(
                value.Members.Select(m =>
                    Smt.Or(Smt.Not(m.IsPresent), OfMember(m, positive, negated, request, resource))
                )
            ),
        };
        return ifExists ? Smt.Or(Smt.Not(value.IsPresent), plain) : plain;

        string One(SmtKey key, string test, bool isNegated)
        {
            if (key.Members.Count > 1)
                throw new NoFormulaException($"`{Key}` has several values, and the operator is for one");
            var member = key.Members[0];
            var matches = OfMember(member, test, isNegated, request, resource);
            return isNegated ? Smt.Or(Smt.Not(member.IsPresent), matches) : Smt.And(member.IsPresent, matches);
        }
    }

    private (string? Set, string Name, bool IfExists) Split()
    {
        var colon = Operator.IndexOf(':', StringComparison.Ordinal);
        var name = Operator[(colon + 1)..].ToLowerInvariant();
        var ifExists = name.EndsWith("ifexists", StringComparison.Ordinal);
        return (
            colon < 0 ? null : Operator[..colon].ToLowerInvariant(),
            ifExists ? name[..^"ifexists".Length] : name,
            ifExists
        );
    }

    /// <summary>A value of the request against those of the condition: one of them, or for a negated operator none.</summary>
    private string OfMember(SmtMember member, string test, bool negated, SmtRequest request, SmtResource resource)
    {
        var any = Smt.Or(Values.Select(v => OfValue(member, test, v, request, resource)));
        return negated ? Smt.Not(any) : any;
    }

    private string OfValue(SmtMember member, string test, string value, SmtRequest request, SmtResource resource)
    {
        if (HasVariables && value.Contains("${", StringComparison.Ordinal))
            return OfVariable(member, test, value, request, resource);
        return test switch
        {
            "stringequals" => member.Text.Is(value),
            "stringequalsignorecase" or "bool" => member.Text.Like(value, wildcards: false, ignoreCase: true),
            "stringlike" => member.Text.Like(value),
            "arnlike" or "arnequals" => member.Arn is { } arn
                ? SmtResource.Like(arn, value)
                : throw new NoFormulaException($"`{Key}` as an ARN"),
            _ when test.StartsWith("date", StringComparison.Ordinal) => OfDate(member, test["date".Length..], value),
            _ when test.StartsWith("numeric", StringComparison.Ordinal) => OfDate(
                member,
                test["numeric".Length..],
                value
            ),
            _ => throw new NoFormulaException($"the operator `{Operator}`"),
        };
    }

    private string OfDate(SmtMember member, string comparison, string value)
    {
        if (member.Number is not { } number)
            throw new NoFormulaException($"`{Key}` as a date");
        var seconds = Seconds(value).ToString(CultureInfo.InvariantCulture);
        return comparison switch
        {
            "equals" => $"(= {number} {seconds})",
            "lessthan" => $"(< {number} {seconds})",
            "lessthanequals" => $"(<= {number} {seconds})",
            "greaterthan" => $"(> {number} {seconds})",
            "greaterthanequals" => $"(>= {number} {seconds})",
            _ => throw new NoFormulaException($"the operator `{Operator}`"),
        };
    }

    /// <summary>ISO 8601 in the forms of the W3C note that the IAM user guide names, or seconds since 1970.</summary>
    private static long Seconds(string value)
    {
        if (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) && value.Length > 4)
            return epoch;
        return DateTimeOffset.TryParse(
            value,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var date
        )
            ? date.ToUnixTimeSeconds()
            : throw new NoFormulaException($"the date `{value}`");
    }

    private static string OfVariable(
        SmtMember member,
        string test,
        string value,
        SmtRequest request,
        SmtResource resource
    )
    {
        var pieces = Variable().Split(value);
        // Odd pieces are names of variables.
        var names = pieces.Where((_, i) => i % 2 == 1).ToList();
        var literals = pieces.Where((_, i) => i % 2 == 0);
        var isPlain =
            test is "stringequals" or "stringequalsignorecase"
            || test == "stringlike" && !literals.Any(l => l.AsSpan().ContainsAny('*', '?'));
        if (!isPlain || names.Exists(n => n.Any(c => ", '*?$".Contains(c))))
            throw new NoFormulaException($"the policy variable in `{value}`");
        var keys = names.ConvertAll(n => SmtKey.Of(n.ToLowerInvariant(), request, resource).Members[0]);
        if (names.Count > 1 || literals.Any(l => l.Length > 0))
            throw new NoFormulaException($"the policy variable in `{value}`");
        // What is never there is compared with nothing.
        if (member.IsPresent == Smt.False)
            return Smt.False;
        // Digits have no case.
        if (test == "stringequalsignorecase" && keys[0].Text is not SmtDigits)
            throw new NoFormulaException($"the policy variable in `{value}`");
        return Smt.And(keys[0].IsPresent, member.Text.Same(keys[0].Text));
    }

    [GeneratedRegex(@"\$\{([^}]*)\}")]
    private static partial Regex Variable();
}
