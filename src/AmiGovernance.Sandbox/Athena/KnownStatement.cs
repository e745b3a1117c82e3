using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Sandbox.Athena;

internal sealed record KnownDefinition(AthenaTable Table, AthenaTableSource Source, string Text)
{
    public string TableName => $"{Table.Database}.{Table.Name}";
}

internal sealed record KnownQuestion(AthenaTable Table, CandidateScope Scope)
{
    public string TableName => $"{Table.Database}.{Table.Name}";
}

/// <summary>
/// Reads what a statement of amigov was made of, makes the statement again, and knows it only when both are the same, letter by letter.
/// So nothing is answered that was not asked.
/// </summary>
internal static partial class KnownStatement
{
    public static KnownDefinition? Definition(string text)
    {
        var found = DefinitionPattern().Match(text);
        if (
            !found.Success
            || !AthenaTable.TryParse($"{found.Groups["database"].Value}.{found.Groups["name"].Value}", out var table)
            || !DateOnly.TryParseExact(
                found.Groups["since"].Value,
                "yyyy/MM/dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var since
            )
        )
            return null;
        var source = new AthenaTableSource(
            found.Groups["location"].Value,
            Regions(found.Groups["regions"].Value.Split(',')),
            since
        );
        return table.Definition(source) == text ? new KnownDefinition(table, source, text) : null;
    }

    /// <summary>Of the definition of a table.</summary>
    public static JsonObject Properties(string definition)
    {
        var properties = new JsonObject();
        foreach (Match found in PropertyPattern().Matches(definition))
            properties[found.Groups[1].Value] = found.Groups[2].Value;
        return properties;
    }

    public static KnownQuestion? Question(string text)
    {
        var from = FromPattern().Match(text);
        if (!from.Success || !AthenaTable.TryParse($"{from.Groups[1].Value}.{from.Groups[2].Value}", out var table))
            return null;
        var filter = new TrailFilter(Time(AfterPattern(), text), Time(BeforePattern(), text))
        {
            Accounts = Accounts(List(CallersPattern(), text)),
            Regions = Regions(List(RegionsPattern(), text)),
        };
        var scope = new CandidateScope(filter)
        {
            Accounts = Accounts(List(AccountsPattern(), text)),
            Without = List(WithoutPattern(), text),
            HasCorrections = text.Contains("addendum.", StringComparison.Ordinal),
        };
        return CandidateQuery.Text(table, scope) == text ? new KnownQuestion(table, scope) : null;
    }

    private static DateTimeOffset? Time(Regex pattern, string text)
    {
        // Group 1 of no match is empty, which is no time.
        var written = pattern.Match(text).Groups[1].Value;
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal;
        return DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, utc, out var time) ? time : null;
    }

    /// <summary>What is no account is left out, and so the statement is not known.</summary>
    private static ImmutableArray<AccountId> Accounts(IEnumerable<string> texts) =>
        [.. texts.Where(t => AccountId.IsValid(t)).Select(AccountId.Parse)];

    private static ImmutableArray<RegionName> Regions(IEnumerable<string> texts) =>
        [.. texts.Where(RegionName.IsValid).Select(RegionName.Parse)];

    private static ImmutableArray<string> List(Regex pattern, string text) =>
        pattern.Match(text) is { Success: true } found
            ? [.. found.Groups[1].Value.Split(", ").Select(v => v.Trim('\''))]
            : [];

    [GeneratedRegex(
        @"\ACREATE EXTERNAL TABLE IF NOT EXISTS `(?<database>\w+)`\.`(?<name>\w+)` .*'projection\.region\.values' = '(?<regions>[^']*)'.*'projection\.day\.range' = '(?<since>[^',]*),NOW'.*'storage\.location\.template' = '(?<location>[^'$]*)/\$\{account\}",
        RegexOptions.Singleline
    )]
    private static partial Regex DefinitionPattern();

    [GeneratedRegex("'([^']+)' = '([^']*)'")]
    private static partial Regex PropertyPattern();

    [GeneratedRegex("FROM \"(\\w+)\"\\.\"(\\w+)\"")]
    private static partial Regex FromPattern();

    [GeneratedRegex(@"\baccount IN \(([^)]*)\)")]
    private static partial Regex AccountsPattern();

    [GeneratedRegex(@"END NOT IN \(([^)]*)\)")]
    private static partial Regex CallersPattern();

    [GeneratedRegex(@"\bregion IN \(([^)]*)\)")]
    private static partial Regex RegionsPattern();

    [GeneratedRegex(@"""\$path"" NOT IN \(([^)]*)\)")]
    private static partial Regex WithoutPattern();

    [GeneratedRegex("eventtime < '([^']*)'")]
    private static partial Regex AfterPattern();

    [GeneratedRegex("eventtime >= '([^']*)'")]
    private static partial Regex BeforePattern();
}
