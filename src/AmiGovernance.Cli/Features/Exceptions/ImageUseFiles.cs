using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Adapters.Trails;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>Files that tell of launches.</summary>
/// <param name="Trails">Reports of `trail scan` and `backtest`, and what `trail scan --state` keeps.</param>
/// <param name="Inventory">Null takes the usual one when it is there.</param>
internal sealed record ImageUseFiles(IReadOnlyList<string> Trails, string? Inventory)
{
    /// <summary>Where `images scan` puts it when nothing else is said.</summary>
    public const string UsualInventory = "image-inventory.db";

    /// <summary>Null with a report when a file cannot be used.</summary>
    public ImageUse? Read(CliContext context, DiagnosticBag bag)
    {
        var use = ImageUse.NotLooked;
        foreach (var file in Trails)
        {
            if (ReadTrail(context, file, bag) is not { } source)
                return null;
            use = use.With(source);
        }
        // What nobody named, and what holds no scan, says nothing.
        return Inventory is not null || OpenInventory.MayHoldScan(context.Databases, UsualInventory)
            ? InventoryUse.AddTo(use, context.Databases, Inventory ?? UsualInventory, bag)
            : use;
    }

    private static UseSource? ReadTrail(CliContext context, string file, DiagnosticBag bag)
    {
        if (context.Databases.IsDatabase(file))
            return TrailStateUse.Read(context.Databases, file, context.Time, bag);
        return context.Files.Read(file, bag) is { } source ? UseReports.Read(source, bag) : null;
    }
}
