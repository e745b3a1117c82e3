namespace AmiGovernance.Core.Features.Images.Naming;

/// <summary>A part of a name that is not as the pattern wants it.</summary>
/// <param name="Start">The place in the name, in UTF-16 code units.</param>
/// <param name="Rule">What the part must be; null for separators.</param>
internal sealed record NameProblem(int Start, int Length, string Message, string? Rule);
