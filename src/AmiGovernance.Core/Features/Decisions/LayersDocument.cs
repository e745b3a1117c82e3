using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>Where the two layers differ.</summary>
/// <param name="Layers">A call by a caller each.</param>
/// <param name="NotCovered">Ways around the list of images that neither layer closes, one sentence each.</param>
public sealed record LayersDocument(ImmutableArray<LayersRowPart> Layers, ImmutableArray<string> NotCovered)
    : ReportDocument
{
    public static LayersDocument Of(ComparedLayers layers) =>
        new([.. layers.Rows.Select(LayersRowPart.Of)], layers.NotCovered);
}

/// <param name="Call">In words.</param>
/// <param name="Caller">In words.</param>
/// <param name="ServiceControlPolicy">What that layer decides.</param>
/// <param name="DeclarativePolicy">What that layer decides.</param>
/// <param name="Together">What both decide.</param>
/// <param name="Differ">One layer denies what the other lets through.</param>
public sealed record LayersRowPart(
    string Call,
    string Caller,
    string ServiceControlPolicy,
    string DeclarativePolicy,
    string Together,
    bool Differ
)
{
    internal static LayersRowPart Of(LayerRow row) =>
        new(row.What, row.Caller, row.Scp, row.Declarative, row.Together, row.Differ);
}
