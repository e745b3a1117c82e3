using System.CommandLine;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Adapters.Trails;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>Where commands learn whose images are launched.</summary>
internal sealed class ImageUseOptions
{
    /// <summary>Where `images scan` puts it when nothing else is said.</summary>
    private const string UsualInventory = "image-inventory.db";

    private readonly Option<string[]> trail = new("--trail")
    {
        Description =
            "For the use of images: what `trail scan` or `backtest` wrote with `--output json=FILE`, or the file of `trail scan --state`; may be given several times",
        HelpName = "FILE",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string?> inventory = new("--db")
    {
        Description = $"For the use of images: the inventory of `images scan`; {UsualInventory} when it is there",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        command.Add(trail);
        command.Add(inventory);
    }

    /// <summary>Null with a report when a file cannot be used.</summary>
    public ImageUse? Read(ParseResult result, CliContext context, DiagnosticBag bag)
    {
        var use = ImageUse.NotLooked;
        foreach (var file in result.GetValue(trail) ?? [])
        {
            var read =
                context.Databases.IsDatabase(file) ? TrailStateUse.Read(context.Databases, file, context.Time, bag)
                : context.Files.Read(file, bag) is { } source ? UseReports.Read(source, bag)
                : null;
            if (read is null)
                return null;
            use = use.With(read);
        }
        var database = result.GetValue(inventory) ?? UsualInventory;
        return result.GetValue(inventory) is not null || context.Databases.Exists(database)
            ? InventoryUse.AddTo(use, context.Databases, database, bag)
            : use;
    }
}
