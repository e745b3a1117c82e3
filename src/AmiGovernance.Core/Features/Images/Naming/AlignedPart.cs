namespace AmiGovernance.Core.Features.Images.Naming;

/// <summary>A part of the pattern with the text of the name that stands for it.</summary>
/// <param name="Length">0 when the part is missing.</param>
internal readonly record struct AlignedPart(NamePart Part, int Start, int Length);
