using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>
/// How an engine spells what <see cref="TrailQuery"/> needs. Arguments are SQL expressions, but for patterns and literals, which
/// are plain text. Patterns use only what RE2 and Java's regular expressions have in common.
/// </summary>
public abstract record SqlDialect
{
    /// <summary>
    /// Gives a column for each of <see cref="TrailQuery.RecordColumns"/>, one row for each record; never null.
    /// </summary>
    internal abstract string Records(TrailFilter filter);

    /// <summary>Added behind the query; empty for nothing.</summary>
    internal virtual string Ending => "";

    /// <summary>A text, quoted.</summary>
    internal abstract string Literal(string text);

    /// <summary>Each quoted, with commas between them.</summary>
    internal string Literals<T>(ImmutableArray<T> values)
        where T : struct => string.Join(", ", values.Select(v => Literal($"{v}")));

    /// <summary>As the folders of days are named: `2026/01/31`.</summary>
    internal static string Folder(DateOnly day) => day.ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture);

    /// <summary>The group of the first match, or empty text; the pattern has one group.</summary>
    internal abstract string Extract(string text, string pattern);

    /// <summary>The group of every match, in an array.</summary>
    internal abstract string ExtractAll(string text, string pattern);

    internal abstract string Matches(string text, string pattern);

    /// <param name="replacement">`$1` stands for the first group.</param>
    internal abstract string Replace(string text, string pattern, string replacement);

    /// <summary>Whether a text holds another, letter by letter.</summary>
    internal abstract string Contains(string text, string literal);

    /// <summary>The first characters; not bytes.</summary>
    internal abstract string Left(string text, int length);

    internal abstract string Length(string text);

    internal abstract string ArrayOf(string value);

    internal abstract string Size(string array);

    /// <summary>Each value once, in order of their first place.</summary>
    internal abstract string Distinct(string array);

    internal abstract string Sorted(string array);

    internal abstract string Concat(string array, string other);

    internal abstract string First(string array, int count);

    /// <summary>The last value, or empty text.</summary>
    internal abstract string Last(string array);

    internal abstract string Join(string array, string separator);

    /// <param name="expression">Of `v`, the value.</param>
    internal abstract string Map(string array, string expression);

    /// <param name="condition">On `v`, the value.</param>
    internal abstract string Where(string array, string condition);

    /// <summary>A join that gives a row for each value of `images`, as `image`, counted from 1 as `place`.</summary>
    internal abstract string EachImage { get; }

    /// <summary>The number of different values that are not null.</summary>
    internal abstract string CountDistinct(string value);

    internal abstract string CountIf(string condition);

    /// <summary>A number as text.</summary>
    internal abstract string AsText(string number);
}
