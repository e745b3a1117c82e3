using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Base.Diagnostics;

/// <summary>Ordered: a greater value is more severe.</summary>
public enum Severity
{
    Note,
    Warning,
    Error,
}

/// <summary>One kind of diagnostic. Codes (`AMI` + 4 digits) are never renumbered or reused; each has a page in docs/diagnostics.</summary>
public sealed record DiagnosticDescriptor(string Code, Severity Severity, string Title);

/// <summary>A place in a file. The JSON Pointer (RFC 6901) is empty for the whole document.</summary>
public sealed record SourceLocation(SourceText Source, TextSpan Span, string Pointer = "")
{
    public LinePosition Start => Source.GetPosition(Span.Start);

    public LinePosition End => Source.GetPosition(Span.End);

    /// <summary>The whole file, for findings that no single place causes.</summary>
    public static SourceLocation OfFile(SourceText source) => new(source, new TextSpan(0, 0));
}

/// <summary>
/// A change of the source that fixes the finding: replaces <paramref name="Span"/> by <paramref name="NewText"/>. A safe fix
/// says the same in the right form, and a command applies it where the file has one (<see cref="SourceUpkeep.FixedBy"/>); any
/// other is a guess that a person must confirm.
/// </summary>
public sealed record TextFix(string Title, TextSpan Span, string NewText)
{
    public bool IsSafe { get; init; } = true;

    /// <summary>For spelling suggestions and whatever loses or guesses text.</summary>
    public static TextFix Guess(string title, TextSpan span, string newText) =>
        new(title, span, newText) { IsSafe = false };
}

/// <summary>Another place that takes part in a finding, such as the first of two duplicates.</summary>
public sealed record RelatedLocation(SourceLocation Location, string Message);

/// <summary>
/// A finding about the user's input. Messages are one sentence, lower case, no final period, user text in backticks
/// and made visible; advice goes into <see cref="Help"/>.
/// </summary>
public sealed record Diagnostic(
    DiagnosticDescriptor Descriptor,
    Severity Severity,
    string Message,
    SourceLocation Location
)
{
    public string Code => Descriptor.Code;

    /// <summary>Of what lies in no file that was read: AWS, a deployment, a folder.</summary>
    /// <param name="what">Stands where others have the path.</param>
    public static Diagnostic About(string what, DiagnosticDescriptor descriptor, string message, string? help) =>
        new(descriptor, descriptor.Severity, message, SourceLocation.OfFile(SourceText.Missing(what))) { Help = help };

    public string? Help { get; init; }

    public TextFix? Fix { get; init; }

    public ImmutableArray<RelatedLocation> Related { get; init; } = [];

    /// <summary>How many findings it stands for: more than one only where others are not listed.</summary>
    public int Count { get; init; } = 1;
}
