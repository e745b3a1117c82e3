using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace AmiGovernance.Core.Base.Text;

/// <summary>A format with a syntax that text from outside must not reach.</summary>
public interface ITextFormat
{
    /// <summary>Makes of a text what shows that text, and nothing else, in the format.</summary>
    static abstract string Escape(string text);

    /// <summary>Makes of lines what shows them as they are, as code is shown; empty in a format that has no such blocks.</summary>
    static virtual string EscapeCode(IEnumerable<string> lines) => "";

    /// <summary>Whether what touches without a blank between would be read as something else than both.</summary>
    /// <param name="last">The last character of the one.</param>
    /// <param name="first">The first of the other.</param>
    static virtual bool Joins(char last, char first) => false;
}

/// <summary>
/// Text in a format. Only what stands in the source code as a literal is taken as it is: whatever is filled in is escaped, unless it is
/// itself text in the format. There is no way from a string.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1000:Do not declare static members on generic types",
    Justification = "a format has an alias, such as MarkdownText"
)]
public readonly record struct Escaped<TFormat>
    where TFormat : ITextFormat
{
    private readonly string? text;

    private Escaped(string text) => this.text = text;

    public static Escaped<TFormat> Empty => default;

    public bool IsEmpty => string.IsNullOrEmpty(text);

    /// <summary>Such as `Of($"- {name}\n")`.</summary>
    public static Escaped<TFormat> Of(EscapedBuilder<TFormat> written) => new(written.ToString());

    /// <summary>Text from outside.</summary>
    public static Escaped<TFormat> Value(string outside) => new(TFormat.Escape(outside));

    /// <summary>Text from outside that may have several lines: they stay, and each is escaped.</summary>
    public static Escaped<TFormat> Lines(string outside) =>
        new(string.Join('\n', outside.Split('\n').Select(TFormat.Escape)));

    /// <summary>Lines of code, in a block of their own; empty in a format that has none.</summary>
    public static Escaped<TFormat> Code(string lines) => new(TFormat.EscapeCode(lines.TrimEnd('\n').Split('\n')));

    /// <summary>The numbers, dates and words of a list, or the lines of a text.</summary>
    public static Escaped<TFormat> Concat(IEnumerable<Escaped<TFormat>> parts)
    {
        var written = new EscapedBuilder<TFormat>(0, 0);
        foreach (var part in parts)
            written.AppendFormatted(part);
        return new(written.ToString());
    }

    public static Escaped<TFormat> operator +(Escaped<TFormat> left, Escaped<TFormat> right) => Concat([left, right]);

    /// <summary>What is escaped may go wherever text goes.</summary>
    public static implicit operator string(Escaped<TFormat> escaped) => escaped.ToString();

    public override string ToString() => text ?? "";
}

/// <summary>What the compiler makes of an interpolated string for <see cref="Escaped{TFormat}.Of"/>.</summary>
[InterpolatedStringHandler]
public readonly ref struct EscapedBuilder<TFormat>(int literalLength, int formattedCount)
    where TFormat : ITextFormat
{
    private readonly StringBuilder text = new(literalLength + 16 * formattedCount);

    public void AppendLiteral(string literal) => text.Append(literal);

    public void AppendFormatted(string? value) => AppendFormatted(Escaped<TFormat>.Value(value ?? ""));

    public void AppendFormatted(int value) => AppendFormatted<int>(value);

    public void AppendFormatted(Escaped<TFormat> value)
    {
        var written = value.ToString();
        if (text.Length > 0 && written.Length > 0 && TFormat.Joins(text[^1], written[0]))
            text.Append(' ');
        text.Append(written);
    }

    public void AppendFormatted<T>(T value)
        where T : IFormattable => AppendFormatted(value.ToString(null, CultureInfo.InvariantCulture));

    /// <summary>Such as `{x:0.#}`.</summary>
    public void AppendFormatted<T>(T value, string? format)
        where T : IFormattable => AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));

    public override string ToString() => text.ToString();
}
