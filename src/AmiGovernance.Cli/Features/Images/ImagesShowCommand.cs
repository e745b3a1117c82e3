using System.CommandLine;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <param name="Image">As it was given; the inventory tells whether there is such an image.</param>
internal sealed record ShowArguments(string Image, string Database, IReadOnlyList<OutputTarget> Targets);

/// <summary>Everything that the inventory knows of one image.</summary>
internal static class ImagesShowCommand
{
    public static Command Create(CliContext context)
    {
        var id = new Argument<string>("IMAGE") { Description = "The image's id" };
        var (db, output) = (InventoryOptions.Database(), CommonOptions.Output(["text", "json"]));
        var command = new HelpedCommand(
            "show",
            "Show an image with its launch permissions, findings and history",
            new CommandHelp("amigov images show ami-929ec415242abd315", "images")
        )
        {
            id,
            db,
            output,
        };
        command.SetAction(result =>
        {
            var targets = CommonOptions.Targets(result, output);
            return Run(new ShowArguments(result.GetRequiredValue(id), result.GetRequiredValue(db), targets), context);
        });
        return command;
    }

    internal static int Run(ShowArguments arguments, CliContext context)
    {
        var bag = new DiagnosticBag();
        using var inventory = OpenInventory.Open(context.Databases, arguments.Database, bag);
        if (inventory is null)
            return InventoryOutput.Failed(context, bag);

        var versions = inventory.Queries.Versions(arguments.Image);
        if (versions.IsEmpty)
        {
            bag.Report(
                ImagesDiagnostics.NoSuchImage,
                SourceLocation.OfFile(SourceText.Missing(arguments.Database)),
                $"`{arguments.Image}` is not in the inventory",
                "it is in no account of the organization, was made after the last scan, or lies where the scan could not look"
            );
            return InventoryOutput.Failed(context, bag);
        }
        var view = new ImageView(arguments.Image, versions, inventory);
        return InventoryOutput.Write(
            context,
            inventory,
            arguments.Targets,
            format => format == OutputFormat.Json ? view.Json() : view.Text()
        );
    }
}
