namespace AmiGovernance.Core.Base.Text;

/// <summary>
/// Text without markup, as in the subject and the body of a mail. A value has one line: it can begin neither a header nor a line of its
/// own.
/// </summary>
public sealed class PlainFormat : ITextFormat
{
    private PlainFormat() { }

    public static string Escape(string text) => Sanitize.Text(text);
}
