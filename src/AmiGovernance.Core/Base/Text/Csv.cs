using System.Text;

namespace AmiGovernance.Core.Base.Text;

/// <summary>Comma-separated values (RFC 4180), read and written one record at a time.</summary>
public static class Csv
{
    /// <summary>Null at the end of the text. Quoted cells may hold commas, quotes and line breaks.</summary>
    public static List<string>? ReadRecord(TextReader reader) => ReadRecord(reader, out _);

    /// <inheritdoc cref="ReadRecord(TextReader)"/>
    /// <param name="reader">At the beginning of a record.</param>
    /// <param name="isCut">Whether the text ends within a quoted cell, which then holds all that was left.</param>
    public static List<string>? ReadRecord(TextReader reader, out bool isCut)
    {
        isCut = false;
        if (reader.Peek() < 0)
            return null;
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        while (reader.Read() is >= 0 and var code)
        {
            var c = (char)code;
            if (quoted)
            {
                if (c != '"')
                    cell.Append(c);
                else if (reader.Peek() == '"')
                    cell.Append((char)reader.Read());
                else
                    quoted = false;
            }
            else if (c == '"' && cell.Length == 0)
                quoted = true;
            else if (c == ',')
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else if (c == '\n')
                break;
            else if (c != '\r')
                cell.Append(c);
        }
        cells.Add(cell.ToString());
        isCut = quoted;
        return cells;
    }

    /// <summary>What a formula begins with, in full width too (OWASP, "CSV Injection").</summary>
    private const string Formulas = "=+-@＝＋－＠";

    /// <summary>
    /// What could harm a terminal is made visible, and a cell that a spreadsheet would take for a formula gets an apostrophe in front.
    /// </summary>
    public static string Cell(string value)
    {
        var text = Sanitize.Text(value);
        if (text.Length > 0 && Formulas.Contains(text[0]))
            text = $"'{text}";
        return text.AsSpan().IndexOfAny("\",\n\r") < 0
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
