using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Base.Json;

/// <summary>What git leaves in a file that it could not merge. No JSON has such lines: a string holds no line break.</summary>
internal static class MergeConflict
{
    /// <summary>Reports each; false when there is none.</summary>
    public static bool Report(SourceText source, DiagnosticBag bag)
    {
        var bytes = source.Bytes.Span;
        var found = false;
        for (var at = NextLine(bytes, 0, "<<<<<<< "u8); at >= 0; )
        {
            var end = NextLine(bytes, at, ">>>>>>> "u8);
            if (end < 0)
                break;
            found = true;
            var rest = bytes[at..];
            var length = rest.IndexOfAny((byte)'\r', (byte)'\n');
            bag.Report(
                JsonDiagnostics.Conflict,
                new SourceLocation(source, new TextSpan(at, length < 0 ? rest.Length : length)),
                $"a merge conflict is not resolved: both sides stand here, up to line {source.GetPosition(end).Line}",
                "keep what is right of both and delete the lines that git put there; a branch of `amigov exception implement` is made anew with `--rebuild`"
            );
            at = NextLine(bytes, end, "<<<<<<< "u8);
        }
        return found;
    }

    /// <summary>Where the next line with this beginning begins; negative when there is none.</summary>
    private static int NextLine(ReadOnlySpan<byte> bytes, int from, ReadOnlySpan<byte> beginning)
    {
        for (var at = from; at < bytes.Length; )
        {
            var next = bytes[at..].IndexOf(beginning);
            if (next < 0)
                return -1;
            at += next;
            if (at == 0 || bytes[at - 1] == '\n')
                return at;
            at++;
        }
        return -1;
    }
}
