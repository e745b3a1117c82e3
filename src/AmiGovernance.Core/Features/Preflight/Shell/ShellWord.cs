using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Preflight.Shell;

/// <summary>A word of a command as the shell takes it apart (POSIX, Shell Command Language, 2.3), before anything is expanded.</summary>
/// <param name="Text">Without quotes; expansions stand in it as written.</param>
internal sealed record ShellWord(TextSpan Span, string Text)
{
    /// <summary>Nothing in it is expanded.</summary>
    public bool IsPlain { get; init; } = true;

    /// <summary>The command of `$( … )`, or in backticks, where the word holds one; its words, else empty.</summary>
    public ImmutableArray<ImmutableArray<ShellWord>> Inner { get; init; } = [];
}
