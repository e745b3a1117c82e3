using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Rules;

namespace AmiGovernance.Core.Features.Images.Naming;

/// <summary>
/// The convention for names of golden images (runbook, "AMI Naming Conventions"), such as `{org}-{os}-{version}-{purpose}-{date}`.
/// Placeholders may hold the separator themselves: in `acme-amazon-linux-2023-base-20260103` the operating system is `amazon-linux`.
/// </summary>
public sealed class NamingConvention
{
    private readonly ImmutableArray<NamePart> parts;

    private NamingConvention(string pattern, ImmutableArray<NamePart> parts) =>
        (Pattern, this.parts) = (pattern, parts);

    public string Pattern { get; }

    /// <summary>The convention that a pattern states.</summary>
    /// <param name="pattern">One that <see cref="NamingPattern.Problem"/> has nothing against.</param>
    /// <exception cref="ArgumentException">The pattern has a problem: whoever takes one from a user checks it first.</exception>
    public static NamingConvention Of(string pattern)
    {
        if (NamingPattern.Problem(pattern) is { } problem)
            throw new ArgumentException(problem, nameof(pattern));

        var parts = ImmutableArray.CreateBuilder<NamePart>();
        for (var at = 0; at < pattern.Length; )
        {
            var isPlaceholder = pattern[at] == '{';
            var end = EndOf(pattern, at);
            parts.Add(
                isPlaceholder
                    ? NamePart.Placeholder(pattern[(at + 1)..(end - 1)])
                    : new NamePart(NamePartKind.Literal, pattern[at..end])
            );
            at = end;
        }
        return new NamingConvention(pattern, parts.ToImmutable());
    }

    /// <summary>Behind the placeholder or literal that begins here.</summary>
    private static int EndOf(string pattern, int at)
    {
        if (pattern[at] == '{')
            return pattern.IndexOf('}', at) + 1;
        var next = pattern.IndexOf('{', at);
        return next < 0 ? pattern.Length : next;
    }

    /// <summary>Whether the name follows the convention.</summary>
    /// <param name="name">Of an image; text from anywhere.</param>
    internal bool Accepts(string name) => new NameAlignment(parts, name).IsExact;

    /// <summary>What is wrong with a name, and what it was most likely meant to be.</summary>
    /// <param name="name">Of an image; text from anywhere.</param>
    /// <param name="made">The day that stands for a missing date: when the image was made.</param>
    internal NameVerdict Check(string name, DateOnly made) =>
        NameVerdict.Of(new NameAlignment(parts, name).Best(), name, made);
}
