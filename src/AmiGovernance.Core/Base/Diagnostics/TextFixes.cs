using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Base.Diagnostics;

/// <summary>Applies fixes to a source.</summary>
internal static class TextFixes
{
    /// <summary>
    /// The fixed text and how many fixes it took. Of fixes that overlap the first is taken; the next run offers the rest.
    /// </summary>
    public static (byte[] Bytes, int Applied) Apply(SourceText source, IEnumerable<TextFix> fixes)
    {
        var bytes = source.Bytes.Span;
        using var result = new MemoryStream(bytes.Length);
        var (at, applied) = (0, 0);
        foreach (var fix in fixes.OrderBy(f => f.Span.Start).ThenBy(f => f.Span.Length))
        {
            if (fix.Span.Start < at)
                continue;
            result.Write(bytes[at..fix.Span.Start]);
            result.Write(System.Text.Encoding.UTF8.GetBytes(fix.NewText));
            at = fix.Span.End;
            applied++;
        }
        result.Write(bytes[at..]);
        return (result.ToArray(), applied);
    }
}
