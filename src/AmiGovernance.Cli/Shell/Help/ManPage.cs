using System.Globalization;
using System.Text;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Shell.Help;

/// <summary>A sheet as a page of the manual (man(7), which groff and mandoc read).</summary>
internal static class ManPage
{
    public static string FileName(HelpSheet sheet) => $"{Title(sheet)}.1";

    public static string Of(HelpSheet sheet, string version)
    {
        var page = new StringBuilder();
        page.Append(
            $".TH \"{Escape(Title(sheet).ToUpperInvariant())}\" 1 \"\" \"amigov {version}\" \"amigov manual\"\n"
        );
        page.Append(".SH NAME\n")
            .Append(Escape(Title(sheet)))
            .Append(" \\- ")
            .Append(Escape(sheet.Description))
            .Append('\n');
        page.Append(".SH SYNOPSIS\n").Append(Line(sheet.Usage));
        foreach (var section in sheet.Sections)
        {
            page.Append(".SH \"").Append(Escape(section.Title.ToUpperInvariant())).Append("\"\n");
            foreach (var row in section.Rows)
                page.Append(".TP\n").Append($"\\fB{Escape(row.Term)}\\fR\n").Append(Line(row.Text));
        }
        page.Append(".SH EXAMPLES\n.nf\n").Append(Line(sheet.Help.Example)).Append(".fi\n");
        page.Append(".SH \"EXIT STATUS\"\n")
            .Append(
                Line(
                    "0: done; 1: errors were reported; 2: the command line is wrong; 3: the answer is no; 4: done, but parts could not be read or known; 70: a fault of amigov; 130: cancelled."
                )
            );
        page.Append(".SH \"SEE ALSO\"\n")
            .Append(Line($"{SuggestedCommand.Of($"amigov docs {sheet.Help.Topic}")}, `amigov docs exit-codes`"));
        return page.ToString();
    }

    private static string Title(HelpSheet sheet) => sheet.Name.Replace(' ', '-');

    /// <summary>A line that begins with a dot or an apostrophe would be a request.</summary>
    private static string Line(string text)
    {
        var isRequest = text.StartsWith('.') || text.StartsWith('\'');
        var lead = isRequest ? "\\&" : "";
        return $"{lead}{Escape(text)}\n";
    }

    private static string Escape(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            result.Append(
                rune.Value switch
                {
                    '\\' => "\\e",
                    '-' => "\\-",
                    '"' => "\\(dq",
                    '\'' => "\\(aq",
                    '`' => "\\(ga",
                    '^' => "\\(ha",
                    '~' => "\\(ti",
                    > 126 => string.Create(CultureInfo.InvariantCulture, $"\\[u{rune.Value:X4}]"),
                    _ => rune.ToString(),
                }
            );
        return result.ToString();
    }
}
