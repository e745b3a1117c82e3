namespace AmiGovernance.Core.Base.Text;

/// <summary>A run of bytes in a <see cref="SourceText"/>: byte offset and length, not characters.</summary>
public readonly record struct TextSpan(int Start, int Length)
{
    public int End => Start + Length;

    public static TextSpan Between(int start, int end) => new(start, end - start);
}

/// <summary>Line and column as editors show them: both 1-based, the column in UTF-16 code units.</summary>
public readonly record struct LinePosition(int Line, int Column);
