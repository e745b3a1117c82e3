using System.CommandLine;
using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Images.Remediation;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Cli.Features.Images;

/// <param name="AskForUsageReports">Of images that have none.</param>
internal sealed record ReviewArguments(string File, bool AskForUsageReports, string Database, AwsSettings Aws);

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
        var db = InventoryOptions.Database();
        var command = new HelpedCommand(
            "review",
            "Write or update the list in which each public image gets a decision",
            new CommandHelp("amigov images review", "images")
        )
        {
            file,
            ask,
            db,
        };
        var aws = new AwsOptions(assumesRoles: true).AddTo(command);
        command.SetAction(
            (result, cancel) =>
                Run(
                    new ReviewArguments(
                        result.GetRequiredValue(file),
                        result.GetValue(ask),
                        result.GetRequiredValue(db),
                        aws.Settings(result)
                    ),
                    context,
                    cancel
                )
        );
        return command;
    }

    internal static async Task<int> Run(ReviewArguments arguments, CliContext context, CancellationToken cancel)
    {
        var bag = new DiagnosticBag();
        var read = context.Files.Exists(arguments.File) ? context.Files.Read(arguments.File, bag) : null;
        var before = read is null ? null : Parse(read, bag);
        using var inventory = OpenInventory.Open(context.Databases, arguments.Database, bag);
        if (bag.HasErrors || inventory is null)
            return InventoryOutput.Failed(context, bag);

        var exit = InventoryOutput.PrintGaps(context, inventory);
        var found = ReviewCandidates.Of(inventory);
        var list = await Review(arguments, inventory, found, before, context, bag, cancel);
        // Asking AWS takes minutes, in which people go on deciding.
        if (Replacement.IsAsRead(arguments.File, read, context.Files, bag))
            context.Files.Write("", [new GeneratedFile(arguments.File, ReviewListWriter.Write(list))], bag);
        if (bag.HasErrors)
            return InventoryOutput.Failed(context, bag);
        context.PrintFindings(bag.ToSorted());

        context.Out.Write(ReviewView.Text(context, list, arguments.File, inventory, exit == ExitCodes.Done));
        WriteSnapshots(ReviewCandidates.WithPublicSnapshot(inventory), context);
        WriteRest(before, list, found.Count, context);
        return exit;
    }

    /// <summary>Null with a report when the file is no review list.</summary>
    internal static ReviewList? Read(string path, CliContext context, DiagnosticBag bag) =>
        context.Files.Read(path, bag) is { } source ? Parse(source, bag) : null;

    private static ReviewList? Parse(SourceText source, DiagnosticBag bag)
    {
        var reading = ReviewListReader.Read(source);
        reading.ReportTo(bag);
        return reading.IfSound;
    }

    private static async Task<ReviewList> Review(
        ReviewArguments arguments,
        OpenInventory inventory,
        IReadOnlyList<ReviewedImage> found,
        ReviewList? before,
        CliContext context,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        using var connection = context.Connect(arguments.Aws);
        var review = new ReviewImages(connection.ImageSharingReader, connection.ImageSharingWriter);
        return await review.Run(found, before, inventory.Ledger, arguments.AskForUsageReports, bag, cancel);
    }

    private static void WriteSnapshots(int images, CliContext context)
    {
        if (images == 0)
            return;
        var verb = images == 1 ? "has" : "have";
        var list = SuggestedCommand.Of($"amigov images list --finding public_snapshot");
        var close = SuggestedCommand.Of(
            $"aws ec2 modify-snapshot-attribute --attribute createVolumePermission --operation-type remove --group-names all --snapshot-id …"
        );
        var what = $"{Plural.Of(images, "image")} {verb} a public snapshot, which no decision here closes";
        context.Out.WriteLine($"{what}: {list} shows which, {close} closes it");
    }

    /// <summary>What became of entries whose images the inventory does not call public.</summary>
    /// <param name="found">How many images it does.</param>
    private static void WriteRest(ReviewList? before, ReviewList now, int found, CliContext context)
    {
        var kept = now.Images.Length - found;
        if (kept > 0)
            context.Out.WriteLine(
                $"{Plural.Of(kept, "image")} of the list before not looked at:"
                    + " the last scan did not read the account and Region; what was decided stays"
            );
        var there = now.Images.Select(i => i.Key).ToHashSet();
        var gone = (before?.Images ?? []).Count(i => !there.Contains(i.Key));
        if (gone == 0)
            return;
        var verb = gone == 1 ? "is" : "are";
        context.Out.WriteLine($"{Plural.Of(gone, "image")} of the list before {verb} not public any more");
    }
}
