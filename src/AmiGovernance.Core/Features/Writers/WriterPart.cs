using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Writers;

/// <summary>Another system that writes policies, in reports.</summary>
/// <param name="Writer">Which of those that are known.</param>
/// <param name="Name">As people call it.</param>
/// <param name="Certain">Else it is perhaps another.</param>
/// <param name="Targets">Our targets that its policies are attached to, or that it watches.</param>
/// <param name="PoliciesOfOurs">Those that bear its sign or that it changed.</param>
/// <param name="Signs">By which it is known, each in words.</param>
/// <param name="Does">What it does to policies and attachments.</param>
/// <param name="LiveWith">What to do, or to leave.</param>
public sealed record WriterPart(
    [OneOf<OtherWriter>] string Writer,
    string Name,
    bool Certain,
    ImmutableArray<string> Targets,
    ImmutableArray<string> PoliciesOfOurs,
    ImmutableArray<string> Signs,
    string Does,
    string LiveWith
)
{
    public static ImmutableArray<WriterPart> Of(ImmutableArray<FoundWriter> found) => [.. found.Select(Of)];

    private static WriterPart Of(FoundWriter found) =>
        new(
            found.Writer.Id,
            found.Writer.Name,
            found.IsCertain,
            found.Targets,
            found.Ours,
            found.Evidence,
            found.Writer.Does,
            found.Writer.LiveWith
        );
}
