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

    /// <param name="pattern">One that <see cref="NamingPattern.Problem"/> has nothing against.</param>
    public static NamingConvention Of(string pattern)
    {
        if (NamingPattern.Problem(pattern) is { } problem)
            throw new ArgumentException(problem, nameof(pattern));
        var parts = ImmutableArray.CreateBuilder<NamePart>();
        for (var at = 0; at < pattern.Length; )
        {
            var end = pattern.IndexOf(pattern[at] == '{' ? '}' : '{', at);
            if (end < 0)
                end = pattern.Length;
            parts.Add(
                pattern[at] == '{'
                    ? NamePart.Placeholder(pattern[(at + 1)..end])
                    : new NamePart(NamePartKind.Literal, pattern[at..end])
            );
            at = pattern[at] == '{' ? end + 1 : end;
        }
        return new NamingConvention(pattern, parts.ToImmutable());
    }

    public bool Accepts(string name) => new NameAlignment(parts, name).IsExact;

    /// <param name="made">The day that stands for a missing date: when the image was made.</param>
    public NameVerdict Check(string name, DateOnly made) =>
        NameVerdict.Of(new NameAlignment(parts, name).Best(), name, made);
}
