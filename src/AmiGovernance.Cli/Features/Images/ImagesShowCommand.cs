using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Everything that the inventory knows of one image.</summary>
internal static class ImagesShowCommand
{
    public static Command Create(CliContext context)
    {
        var id = new Argument<string>("IMAGE") { Description = "The image's id" };
        var (db, output) = (InventoryOption.Create(), CommonOptions.Output(["text", "json"]));
        var command = new Command("show", "Show an image with its launch permissions, findings and history")
        {
            id,
            db,
            output,
        };
        command.SetAction(result =>
            InventoryOption.Read(
                context,
                result.GetValue(db) ?? "",
                (inventory, bag) =>
                {
                    var wanted = result.GetValue(id) ?? "";
                    var versions = inventory.Queries.Versions(wanted);
                    if (versions.IsEmpty)
                    {
                        bag.Report(
                            ImagesDiagnostics.NoSuchImage,
                            SourceLocation.OfFile(SourceText.Missing(result.GetValue(db) ?? "")),
                            $"`{wanted}` is not in the inventory",
                            "it is in no account of the organization, was made after the last scan, or lies where the scan could not look"
                        );
                        return ExitCodes.Errors;
                    }
                    var view = new ImageView(wanted, versions, inventory.Queries);
                    var written = TableOutput.Write(
                        context,
                        CommonOptions.Targets(result, output),
                        format => format == OutputFormat.Json ? view.Json() : view.Text()
                    );
                    return written == ExitCodes.Done ? InventoryOption.TellGaps(context, inventory) : written;
                }
            )
        );
        return command;
    }
}
