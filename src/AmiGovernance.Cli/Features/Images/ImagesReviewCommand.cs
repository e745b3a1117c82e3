using System.CommandLine;
using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images.Remediation;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Writes the list in which people decide about public images.</summary>
internal static class ImagesReviewCommand
{
    public static Argument<string> File() =>
        new("FILE") { Description = "The review list", DefaultValueFactory = _ => "image-review.json" };

    public static Command Create(CliContext context)
    {
        var file = File();
        var ask = new Option<bool>("--ask-for-usage-reports")
        {
            Description = "Ask EC2 for a usage report of each image that has none; it is ready some time later",
        };
        var db = InventoryOption.Create();
        var command = new Command("review", "Write or update the list in which each public image gets a decision")
        {
            file,
            ask,
            db,
        };
        var aws = new AwsOptions(assumesRoles: true).AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                var bag = new DiagnosticBag();
                var path = result.GetValue(file) ?? "";
                var before =
                    context.Files.Exists(path) && context.Files.Read(path, bag) is { } source
                        ? ReviewList.Read(source, bag)
                        : null;
                var (found, exit) = InventoryOption.PublicImages(context, result.GetValue(db) ?? "");
                if (bag.HasErrors || found is null)
                {
                    context.PrintFindings(bag.ToSorted());
                    return ExitCodes.Errors;
                }
                using var connection = aws.Connect(result, context);
                var list = await new ReviewImages(connection.ImageSharing).Run(
                    found,
                    before,
                    result.GetValue(ask),
                    bag,
                    cancel
                );
                if (!bag.HasErrors)
                    context.Files.Write("", [new GeneratedFile(path, list.ToBytes())], bag);
                context.PrintFindings(bag.ToSorted());
                if (bag.HasErrors)
                    return ExitCodes.Errors;
                context.Out.Write(ReviewView.Text(context, list, path));
                var gone = (before?.Images ?? []).Count(b => list.Images.All(i => i.ImageId != b.ImageId));
                if (gone > 0)
                    context.Out.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{Plural.Of(gone, "image")} of the list before {(gone == 1 ? "is" : "are")} not public any more"
                        )
                    );
                return exit;
            }
        );
        return command;
    }
}
